import QtQuick
import Vitrine

// A number between two buttons.
Row {
    id: stepper

    required property string name // for those who cannot see the label beside it
    required property real value
    required property real least
    required property real most
    property real step: 1
    property string shown: value

    signal changed(real value)

    spacing: Theme.gap

    Pill {
        objectName: stepper.objectName + "Less"
        text: "−"
        Accessible.name: stepper.name + " −"
        enabled: stepper.value > stepper.least
        onClicked: stepper.changed(Math.max(stepper.least, stepper.value - stepper.step))
    }
    BodyText {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(2 * Theme.touch * Theme.textScale)
        horizontalAlignment: Text.AlignHCenter
        text: stepper.shown
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
    }
    Pill {
        objectName: stepper.objectName + "More"
        text: "+"
        Accessible.name: stepper.name + " +"
        enabled: stepper.value < stepper.most
        onClicked: stepper.changed(Math.min(stepper.most, stepper.value + stepper.step))
    }
}
