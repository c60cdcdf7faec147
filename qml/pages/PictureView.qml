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
    readonly property int room: width - 2 * margin
    // No picture, and none on its way.
    readonly property bool blank: !page.hasPicture && (page.state === PicturePage.Empty || page.state === PicturePage.Problem)
    // Room beside the case: the pictures to try are large.
    readonly property bool inviting: blank && !portrait && page.history.count === 0
    readonly property bool gridShown: window.pictureGrid.active && window.pictureGrid.shown

    Item {
        id: body

        readonly property int from: title.y + title.height + Theme.gap
        readonly property int to: strip.visible ? strip.y - Theme.gap : (actions.x < showcase.x + showcase.width ? actions.y - Theme.gap : view.height - view.margin)

        anchors.fill: parent
        enabled: !view.gridShown // what lies under the grid is not reached by a key either

        Pill {
            id: title

            objectName: "modelPill"
            x: view.margin
            y: view.roomy ? Theme.gapWide - Theme.unit / 2 : Theme.gap
            width: Math.min(implicitWidth, view.room - guess.width - Theme.gap)
            text: view.window.modelTitle
            iconName: "chevron"
            iconLast: true
            Accessible.description: qsTrId("model.choose")
            onClicked: view.modelsAsked()
        }
        Pill {
            id: guessWords

            visible: false // the width that the words would take
            text: qsTrId("guess.switch")
            iconName: "check"
        }
        Pill {
            id: guess

            readonly property bool worded: title.implicitWidth + Theme.gap + guessWords.implicitWidth <= view.room

            objectName: "guessSwitch"
            x: title.x + title.width + Theme.gap
            y: title.y
            text: worded ? qsTrId("guess.switch") : ""
            iconName: worded ? (checked ? "check" : "") : "guess"
            checkable: true
            checked: view.page.game.on
            Accessible.name: qsTrId("guess.switch")
            onToggled: view.page.game.on = checked
        }
        PictureCase {
            id: showcase

            x: view.margin
            y: body.from
            width: view.portrait ? view.room : Math.round(view.room * Theme.pictureShare)
            height: view.portrait ? (view.blank ? actions.y - Theme.gapWide - y : Math.round(view.height * Theme.portraitPictureShare)) : body.to - y
            page: view.page
            hasMouse: view.window.hasMouse
            onFilesDropped: urls => view.window.openUrls(urls)
        }
        ResultPanel {
            id: panel

            objectName: "resultPanel"
            x: view.portrait ? view.margin : showcase.x + showcase.width + view.margin
            y: view.portrait ? showcase.y + showcase.height + Theme.gap : (guess.x + guess.width > showcase.x + showcase.width ? body.from : title.y)
            width: view.width - view.margin - x
            height: actions.y - Theme.gap - y
            page: view.page
            window: view.window
            roomy: view.roomy
        }
        Loader {
            id: samples

            x: panel.x
            y: panel.y + panel.contentHeight // which may have to say something first
            width: panel.width
            height: actions.y - Theme.gap - y
            active: view.inviting

            // qmllint disable unqualified
            sourceComponent: SampleGrid {
                page: view.page
                labelHeight: panel.y === title.y ? title.height : Theme.lineHeight
            }
            // qmllint enable unqualified
        }
        SampleStrip {
            id: strip

            x: view.margin
            y: view.height - view.margin - height
            width: view.portrait ? view.room : Math.min(showcase.width, actions.x - Theme.gap - x)
            height: implicitHeight
            page: view.page
            wanted: !view.inviting
            tile: view.portrait && view.blank ? Math.min(Theme.tile, Math.floor((view.room + Theme.gap) / Theme.samplesInSight) - Theme.gap) : Theme.thumbnail
            labelled: view.roomy || view.blank
        }
        PictureActions {
            id: actions

            x: view.portrait ? view.margin : view.width - view.margin - width
            y: view.portrait && strip.visible ? strip.y - Theme.gap - height : view.height - view.margin - height
            room: view.portrait ? view.room : view.room - (strip.visible ? (view.page.history.count > 0 ? 4 : 2) * (Theme.thumbnail + Theme.gap) : 0)
            centred: view.portrait
            window: view.window
            onChooseAsked: chooser.open()
        }
        PictureChooser {
            id: chooser

            objectName: "pictureChooser"
            anchors.fill: parent
            page: view.page
            picker: view.window.filePicker
            hasMouse: view.window.hasMouse
        }
    }
    Loader {
        anchors.fill: parent
        active: view.window.pictureGrid.active
        visible: view.gridShown

        // qmllint disable unqualified
        sourceComponent: PictureGridView {
            pictures: view.window.pictureGrid
            mayExport: view.page.maySave
        }
        // qmllint enable unqualified
    }
    Shortcut {
        sequences: ["Ctrl+V"]
        enabled: view.visible && !view.window.kiosk.active
        onActivated: view.window.paste()
    }
    Shortcut {
        sequences: ["Ctrl+O"]
        enabled: view.visible && !view.window.kiosk.active
        onActivated: chooser.open()
    }
    Shortcut {
        sequences: ["Ctrl+S"]
        enabled: view.visible && actions.maySave && !view.gridShown
        onActivated: view.page.save()
    }
}
