import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A picture or a folder in the file picker.
T.AbstractButton {
    id: tile

    required property int index
    required property string name
    required property string thumbnail
    property bool captioned: true // else nothing tells a file's name
    readonly property bool current: GridView.isCurrentItem && GridView.view.activeFocus
    required property bool folder
    required property bool marked

    signal markAsked // a click with Ctrl
    signal markThroughAsked // with Shift

    focusPolicy: Qt.NoFocus // the grid has it
    text: captioned || folder ? name : qsTrId("picture.sample").replace("%1", index + 1)
    Accessible.role: Accessible.Button
    Accessible.name: folder ? qsTrId("files.folder").replace("%1", name) : text
    Accessible.checkable: !folder
    Accessible.checked: marked
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radiusPicture
        color: tile.down || tile.hovered ? Theme.pressed : "transparent"
    }

    Rectangle {
        id: frame

        width: tile.width
        height: tile.width
        radius: Theme.radiusPicture
        color: Theme.panel

        IconItem {
            anchors.centerIn: parent
            width: 2 * Theme.iconSize
            height: 2 * Theme.iconSize
            name: tile.folder ? "folder" : (picture.status === Image.Error ? "alert" : "picture")
            color: tile.folder ? Theme.lamp : Theme.edge
            visible: picture.status !== Image.Ready
        }
        Image {
            id: picture

            anchors.fill: parent
            source: tile.thumbnail
            sourceSize.width: Theme.thumbnailSide(tile.width)
            sourceSize.height: Theme.thumbnailSide(tile.width)
            asynchronous: true
            cache: false // the loader keeps them
            fillMode: Image.PreserveAspectCrop
        }
        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: "transparent"
            border.width: tile.marked ? 4 * Theme.hairline : 0
            border.color: Theme.lamp
        }
        FocusRing {
            anchors.fill: parent
            visible: tile.current
        }
        Rectangle {
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: Theme.unit
            width: Theme.iconSize
            height: Theme.iconSize
            radius: width / 2
            color: Theme.lamp
            visible: tile.marked

            IconItem {
                anchors.centerIn: parent
                width: Theme.iconSmall
                height: Theme.iconSmall
                name: "check"
                color: Theme.onFill
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        // Any other press is the button's.
        onPressed: mouse => mouse.accepted = !tile.folder && (mouse.modifiers & (Qt.ControlModifier | Qt.ShiftModifier)) !== 0
        onClicked: mouse => mouse.modifiers & Qt.ShiftModifier ? tile.markThroughAsked() : tile.markAsked()

        BodyText {
            y: frame.height + Theme.unit / 2
            width: tile.width
            text: tile.name
            objectName: "tileCaption"
            visible: tile.captioned || tile.folder
            color: Theme.quiet
            wrapMode: Text.NoWrap
            elide: Text.ElideMiddle
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
