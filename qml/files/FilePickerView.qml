import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Choosing pictures: over the whole window, with its main action where a page has it.
T.Popup {
    id: view

    required property FilePicker picker
    property bool systemDialog: false // there is another way, which somebody may like better
    property bool guessing: false // a file's name may give the answer away

    signal systemDialogAsked

    readonly property bool portrait: height > width
    readonly property int margin: height < Theme.roomyFrom ? Theme.gap : Theme.gapWide
    readonly property int count: grid.count

    parent: T.Overlay.overlay
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    padding: 0
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onOpened: picker.begin()
    Component.onCompleted: open()

    onAboutToShow: contentItem.parent.Accessible.name = Qt.binding(() => qsTrId("picture.choose")) // for those who cannot see
    background: Rectangle {
        color: Theme.ground
    }

    Connections {
        target: view.picker as QtObject

        function onChosen() {
            view.close();
        }
    }
    Item {
        id: page

        anchors.fill: parent
        anchors.margins: view.margin

        Pill {
            id: up

            objectName: "folderUp"
            iconName: "back"
            Accessible.name: qsTrId("files.up")
            visible: view.picker.canGoUp
            onClicked: view.picker.goUp()
        }
        BodyText {
            objectName: "folderName"
            x: up.visible ? up.width + Theme.gap : 0
            anchors.verticalCenter: sorter.verticalCenter
            width: sorter.x - Theme.gap - x
            text: view.picker.flat ? qsTrId("picture.choose") : view.picker.folderName
            font.pixelSize: Theme.sizeTitle
            wrapMode: Text.NoWrap
            elide: Text.ElideMiddle
            Accessible.role: Accessible.Heading
        }
        Pill {
            id: sorter

            objectName: "sortFiles"
            anchors.right: closer.left
            anchors.rightMargin: Theme.gap
            text: view.picker.newestFirst ? qsTrId("files.sort.newest") : qsTrId("files.sort.name")
            Accessible.description: qsTrId("files.sort")
            visible: !view.picker.flat
            onClicked: view.picker.newestFirst = !view.picker.newestFirst
        }
        Pill {
            id: closer

            objectName: "closePicker"
            anchors.right: parent.right
            iconName: "close"
            Accessible.name: qsTrId("sheet.close")
            onClicked: view.close()
        }
        PlaceStrip {
            id: places

            anchors.top: sorter.bottom
            anchors.topMargin: Theme.gap
            width: other.visible ? other.x - Theme.gap : parent.width
            height: implicitHeight
            picker: view.picker
            visible: !view.picker.flat && count > 0
        }
        Pill {
            id: other

            objectName: "systemDialog"
            anchors.top: places.top
            anchors.right: parent.right
            text: qsTrId("files.system")
            Accessible.description: qsTrId("files.system.says")
            visible: view.systemDialog
            onClicked: {
                view.close();
                view.systemDialogAsked();
            }
        }
        TileGrid {
            id: grid

            objectName: "fileGrid"
            anchors.top: places.visible || other.visible ? places.bottom : sorter.bottom
            anchors.topMargin: Theme.gap
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: wide ? Theme.gap / 2 : 0 // of the last column
            room: Qt.size(parent.width, (actions.visible ? actions.y - Theme.gap : parent.height) - y)
            // On a stand a file's name is no word for visitors, and may give the answer away.
            captionLines: view.picker.flat ? 0 : 1
            model: view.picker
            Accessible.name: view.picker.folderName

            // qmllint disable unqualified
            delegate: FileTile {
                objectName: "file:" + index
                width: grid.cellWidth - Theme.gap
                captioned: !view.picker.flat && !view.guessing
                height: grid.cellHeight - Theme.gap
                onClicked: view.picker.openRow(index)
                onMarkAsked: view.picker.markRow(index)
                onMarkThroughAsked: view.picker.markThrough(index)
            }
            // qmllint enable unqualified
        }
        FolderNotice {
            anchors.centerIn: grid
            width: Math.min(grid.width, Theme.sheet * Math.min(Theme.textScale, 1.5))
            picker: view.picker
            empty: view.count === 0
        }
        Flow {
            id: actions

            anchors.bottom: parent.bottom
            anchors.right: parent.right
            width: parent.width
            layoutDirection: Qt.RightToLeft
            spacing: Theme.gap
            visible: view.picker.takesSeveral && view.picker.pictureCount > 0 && !view.picker.flat

            Pill {
                objectName: "openMarked"
                filled: true
                text: view.picker.markedText
                enabled: view.picker.markedCount > 0
                visible: view.picker.several
                onClicked: view.picker.chooseMarked()
            }
            Pill {
                objectName: "chooseAll"
                height: Theme.touch
                text: view.picker.allText
                onClicked: view.picker.chooseAll()
            }
            Pill {
                objectName: "several"
                height: Theme.touch
                text: qsTrId("files.several")
                iconName: view.picker.several ? "check" : ""
                Accessible.role: Accessible.CheckBox
                Accessible.checked: view.picker.several
                onClicked: view.picker.several = !view.picker.several
            }
        }
    }
}
