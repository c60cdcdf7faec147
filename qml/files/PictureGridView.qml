import QtQuick
import Vitrine
import Vitrine.App

// Many pictures at once, filling as results come.
Rectangle {
    id: view

    required property PictureGrid pictures
    required property bool mayExport
    readonly property int margin: height < Theme.roomyFrom ? Theme.gap : Theme.gapWide

    color: Theme.ground
    focus: true
    Keys.onEscapePressed: view.pictures.close()

    MouseArea {
        anchors.fill: parent // nothing under the grid is touched through it
    }
    Connections {
        property real place: 0
        property int current: -1

        target: view.pictures as QtObject

        function onModelAboutToBeReset() {
            place = grid.contentY;
            current = grid.currentIndex;
        }
        function onModelReset() {
            if (current >= 0)
                grid.currentIndex = Math.min(current, grid.count - 1);
            grid.contentY = Math.max(0, Math.min(place, grid.contentHeight - grid.height));
        }
    }
    Item {
        id: page

        anchors.fill: parent
        anchors.margins: view.margin

        BodyText {
            id: words

            objectName: "gridProgress"
            y: Math.max(0, (tools.height - height) / 2)
            width: tools.x - Theme.gap
            text: view.pictures.progressText
        }
        Row {
            id: tools

            anchors.right: parent.right
            spacing: Theme.gap

            Pill {
                objectName: "gridFilter"
                text: qsTrId("grid.view")
                onClicked: filters.open()
            }
            Pill {
                objectName: "closeGrid"
                iconName: "close"
                Accessible.name: qsTrId("sheet.close")
                onClicked: view.pictures.close()
            }
        }
        Rectangle {
            id: bar

            y: Math.max(tools.height, words.height) + Theme.gapSmall
            width: parent.width
            height: Theme.marker
            radius: height / 2
            color: Theme.line
            opacity: view.pictures.running ? 1 : 0
            Accessible.role: Accessible.ProgressBar
            Accessible.name: view.pictures.progressText
            Accessible.ignored: !view.pictures.running

            Rectangle {
                width: parent.width * view.pictures.progress
                height: parent.height
                radius: parent.radius
                color: Theme.lamp
            }
        }
        TileGrid {
            id: grid

            objectName: "pictureGrid"
            anchors.top: bar.bottom
            anchors.topMargin: Theme.gapSmall
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: wide ? Theme.gap / 2 : 0 // of the last column
            room: Qt.size(parent.width, (outcome.text.length > 0 ? Math.min(action.y, outcome.y) : action.y)
                          - Theme.gap - y)
            captionLines: 2
            model: view.pictures
            Accessible.name: qsTrId("picture.files")

            // qmllint disable unqualified
            delegate: ResultTile {
                objectName: "result:" + index
                width: grid.cellWidth - Theme.gap
                height: grid.cellHeight - Theme.gap
                onClicked: view.pictures.openRow(index)
            }
            // qmllint enable unqualified
        }
        BodyText {
            anchors.centerIn: grid
            text: qsTrId("grid.nothing")
            color: Theme.quiet
            visible: grid.count === 0 && !view.pictures.running
        }
        BodyText {
            id: outcome

            objectName: "exportText"
            // Beside the action, and above its foot where the text is taller.
            y: parent.height - Math.max(height, (height + action.height) / 2)
            width: action.x - Theme.gap
            text: view.pictures.exportText
            color: Theme.quiet
            wrapMode: Text.Wrap // a path has few words
            Accessible.role: Accessible.AlertMessage
        }
        Pill {
            id: action

            objectName: "gridAction"
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            filled: true
            text: view.pictures.running ? qsTrId("grid.stop") : qsTrId("grid.export")
            visible: view.pictures.running || view.mayExport
            onClicked: view.pictures.running ? view.pictures.cancel() : view.pictures.exportCsv()
        }
    }
    GridFilterSheet {
        id: filters

        pictures: view.pictures
    }
}
