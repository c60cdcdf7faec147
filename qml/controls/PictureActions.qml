import QtQuick
import Vitrine
import Vitrine.App

// What can be done with the picture: the main action at the right, or in the middle with the others
// round it.
Item {
    id: actions

    required property WindowModel window
    required property int room // px across that may be taken
    required property bool centred

    signal chooseAsked

    readonly property PicturePage page: window.picturePage
    readonly property bool hidden: page.state === PicturePage.Answered && page.game.hiding
    readonly property bool maySave: page.revealed && page.maySave && !page.saving
    readonly property int backRoom: back.visible ? back.width + Theme.gap : 0
    // Beside the main action, for the other one that has words.
    readonly property int spare: centred ? (room - action.width) / 2 - Theme.gap : room - backRoom - action.width - Theme.gap

    width: centred ? room : backRoom + (save.visible ? save.width + Theme.gap : 0) + action.width
    height: action.height

    Pill {
        id: back

        objectName: "backToGrid"
        x: actions.centred ? action.x - Theme.gap - width : 0
        height: parent.height
        size: Theme.touch
        iconName: "grid"
        Accessible.name: qsTrId("grid.back")
        visible: actions.window.pictureGrid.active
        onClicked: actions.window.pictureGrid.shown = true
    }
    Pill {
        id: saveWords

        visible: false // the width that the words would take
        text: qsTrId("save.button")
        iconName: "save"
    }
    Pill {
        id: save

        objectName: "saveButton"
        x: actions.centred ? action.x + action.width + Theme.gap : actions.backRoom
        height: parent.height
        size: Theme.touch
        text: saveWords.implicitWidth > actions.spare ? "" : (actions.page.saving ? qsTrId("save.saving") : qsTrId("save.button"))
        iconName: "save"
        Accessible.name: qsTrId("save.button")
        enabled: actions.maySave
        visible: actions.page.revealed && actions.page.maySave
        onClicked: actions.page.save()
    }
    Pill {
        id: action

        objectName: "mainAction"
        x: actions.centred ? (parent.width - width) / 2 : parent.width - width
        width: Math.max(implicitWidth, Theme.touch * 3)
        filled: true
        text: actions.hidden ? qsTrId("picture.run") : (actions.page.state === PicturePage.Empty ? qsTrId("picture.choose") : qsTrId("picture.another"))
        enabled: !actions.hidden || actions.page.game.chosen >= 0
        onClicked: actions.hidden ? actions.page.game.run() : actions.chooseAsked()
    }
}
