import QtQuick
import Vitrine
import Vitrine.App

// 识图: one picture, and what it is.
Item {
    id: view

    required property WindowModel window

    signal modelsAsked

    function closeChooser() {
        chooser.close();
    }

    readonly property PicturePage page: window.picturePage
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.gap
    readonly property int margin: roomy ? Theme.gapWide : Theme.gap
    readonly property int bodyTop: title.y + title.height + Theme.gap
    readonly property int bodyBottom: strip.visible ? strip.y - Theme.gap : height - margin

    Pill {
        id: title

        objectName: "modelPill"
        x: view.margin
        y: view.roomy ? Theme.gapWide - Theme.unit / 2 : Theme.gap
        width: Math.min(implicitWidth, (view.portrait ? view.width - 2 * view.margin : showcase.width) - guess.width - Theme.gap)
        text: view.window.modelTitle
        iconName: "chevron"
        iconLast: true
        Accessible.description: qsTrId("model.choose")
        onClicked: view.modelsAsked()
    }
    Pill {
        id: guess

        objectName: "guessSwitch"
        x: title.x + title.width + Theme.gap
        y: title.y
        text: qsTrId("guess.switch")
        iconName: checked ? "check" : ""
        checkable: true
        checked: view.page.game.on
        onToggled: view.page.game.on = checked
    }
    PictureCase {
        id: showcase

        x: view.margin
        y: view.bodyTop
        width: view.portrait ? view.width - 2 * view.margin : Math.round((view.width - 2 * view.margin) * Theme.pictureShare)
        height: view.portrait ? Math.round(view.height * Theme.portraitPictureShare) : view.bodyBottom - y
        page: view.page
        hasMouse: view.window.hasMouse
        onFilesDropped: urls => view.window.openUrls(urls)
    }
    ResultPanel {
        id: panel

        objectName: "resultPanel"
        x: view.portrait ? view.margin : showcase.x + showcase.width + view.margin
        y: view.portrait ? showcase.y + showcase.height + Theme.gap : title.y
        width: view.width - view.margin - x
        height: action.y - Theme.gap - y
        page: view.page
        window: view.window
        roomy: view.roomy
    }
    Pill {
        id: action

        objectName: "mainAction"
        x: view.portrait ? (view.width - width) / 2 : view.width - view.margin - width
        y: view.portrait && strip.visible ? strip.y - Theme.gap - height : view.height - view.margin - height
        width: Math.min(Math.max(implicitWidth, Theme.touch * 3), panel.width)
        filled: true

        readonly property bool hidden: view.page.state === PicturePage.Answered && view.page.game.hiding

        text: hidden ? qsTrId("picture.run") : (view.page.state === PicturePage.Empty ? qsTrId("picture.choose") : qsTrId("picture.another"))
        enabled: !hidden || view.page.game.chosen >= 0
        onClicked: hidden ? view.page.game.run() : chooser.open()
    }
    Pill {
        id: save

        objectName: "saveButton"
        x: view.portrait ? action.x + action.width + Theme.gap : action.x - Theme.gap - width
        y: action.y
        size: Theme.touch
        text: view.page.saving ? qsTrId("save.saving") : qsTrId("save.button")
        enabled: !view.page.saving
        visible: view.page.revealed && view.page.maySave
        onClicked: view.page.save()
    }
    SampleStrip {
        id: strip

        x: view.margin
        y: view.height - view.margin - height
        width: view.portrait ? view.width - 2 * view.margin : Math.min(showcase.width, (save.visible ? save.x : action.x) - Theme.gap - x)
        height: implicitHeight
        page: view.page
        labelled: view.roomy || view.page.state === PicturePage.Empty
    }
    PictureChooser {
        id: chooser

        objectName: "pictureChooser"
        anchors.fill: parent
        page: view.page
        picker: view.window.filePicker
        hasMouse: view.window.hasMouse
    }
    Pill {
        objectName: "backToGrid"
        anchors.right: action.left
        anchors.rightMargin: Theme.gap
        y: action.y
        size: Theme.touch
        iconName: "grid"
        Accessible.name: qsTrId("grid.back")
        visible: view.window.pictureGrid.active
        onClicked: view.window.pictureGrid.shown = true
    }
    Loader {
        anchors.fill: parent
        active: view.window.pictureGrid.active
        visible: view.window.pictureGrid.shown

        // qmllint disable unqualified
        sourceComponent: PictureGridView {
            pictures: view.window.pictureGrid
        }
        // qmllint enable unqualified
    }
    Shortcut {
        sequences: ["Ctrl+V"]
        onActivated: view.page.paste()
    }
    Shortcut {
        sequences: ["Ctrl+O"]
        onActivated: chooser.open()
    }
}
