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
    property bool repeats: false // while it is held, with larger steps after a while
    readonly property bool held: repeats && (less.down || more.down)
    property int turns: 0 // since it is held

    signal changed(real value)

    function turn(direction: int) {
        const size = step * (turns < 10 ? 1 : (turns < 30 ? 10 : 100));
        if (held)
            ++turns;
        changed(Math.max(least, Math.min(most, value + direction * size)));
    }

    onHeldChanged: turns = 0
    spacing: Theme.gap

    Pill {
        id: less

        objectName: stepper.objectName + "Less"
        text: "−"
        Accessible.name: stepper.name + " −"
        enabled: stepper.value > stepper.least
        autoRepeat: stepper.repeats
        onClicked: stepper.turn(-1)
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
        id: more

        objectName: stepper.objectName + "More"
        text: "+"
        Accessible.name: stepper.name + " +"
        enabled: stepper.value < stepper.most
        autoRepeat: stepper.repeats
        onClicked: stepper.turn(1)
    }
}
