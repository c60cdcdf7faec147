import QtQuick
import QtQuick.Templates as T
import Vitrine

// A finger drags the bet.
T.Slider {
    id: slider

    implicitHeight: Theme.touchSmall
    from: 0
    to: 1
    stepSize: 0.01
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Slider
    Accessible.name: qsTrId("train.bet.title")

    background: Rectangle {
        x: slider.leftPadding
        anchors.verticalCenter: parent.verticalCenter
        width: slider.availableWidth
        height: Theme.bar
        radius: height / 2
        color: Theme.line

        Rectangle {
            width: slider.visualPosition * parent.width
            height: parent.height
            radius: parent.radius
            color: Theme.lamp
        }
    }
    handle: Rectangle {
        x: slider.visualPosition * (slider.availableWidth - width)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.iconSize
        height: Theme.iconSize
        radius: width / 2
        color: Theme.lamp
        border.width: slider.visualFocus ? 3 * Theme.hairline : 0
        border.color: Theme.text
    }
}
