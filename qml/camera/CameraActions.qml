import QtQuick
import Vitrine
import Vitrine.App

// What can be done at the camera: the main action at the right, or in the middle with the others
// round it.
Item {
    id: actions

    required property CameraPage page
    required property bool centred

    signal camerasAsked

    // Beside the main action; for both others at the left of it, or for each at its side.
    readonly property int spare: centred ? (width - action.width) / 2 - Theme.gap : width - action.width - Theme.gap
    readonly property bool worded: (centred ? Math.max(mirrorWords.implicitWidth, chooseWords.implicitWidth) : mirrorWords.implicitWidth + Theme.gap + chooseWords.implicitWidth) <= spare

    height: action.height

    Pill {
        id: mirrorWords

        visible: false // the width that the words would take
        text: qsTrId("camera.mirror")
        iconName: "mirror"
    }
    Pill {
        id: chooseWords

        visible: false // likewise
        text: qsTrId("camera.choose")
        iconName: "camera"
    }
    Pill {
        id: mirror

        objectName: "mirrorSwitch"
        height: parent.height
        size: Theme.touch
        text: actions.worded ? qsTrId("camera.mirror") : ""
        iconName: "mirror"
        checkable: true
        checked: actions.page.mirrored
        Accessible.name: qsTrId("camera.mirror")
        onToggled: actions.page.mirrored = checked
    }
    Pill {
        objectName: "chooseCamera"
        x: actions.centred ? parent.width - width : mirror.width + Theme.gap
        height: parent.height
        size: Theme.touch
        text: actions.worded ? qsTrId("camera.choose") : ""
        iconName: "camera"
        Accessible.name: qsTrId("camera.choose")
        visible: actions.page.mayChoose
        onClicked: actions.camerasAsked()
    }
    Pill {
        id: action

        objectName: "mainAction"
        x: actions.centred ? (parent.width - width) / 2 : parent.width - width
        width: Math.max(implicitWidth, actions.width < Theme.sheet ? Theme.touch * 2 : Theme.touch * 3)
        filled: true
        text: qsTrId("camera.freeze")
        enabled: actions.page.state === CameraPage.Running && !actions.page.frames.empty
        onClicked: actions.page.freeze()
    }
}
