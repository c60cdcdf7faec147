import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A picture of the grid with what it is, or with what is wrong with it.
T.AbstractButton {
    id: tile

    required property int index
    required property string name
    required property string thumbnail
    readonly property bool current: GridView.isCurrentItem && GridView.view.activeFocus
    required property int certainty
    required property string words
    readonly property bool failed: certainty === PictureGrid.Failed
    readonly property bool waiting: certainty === PictureGrid.Waiting

    focusPolicy: Qt.NoFocus // the grid has it
    text: words
    Accessible.role: Accessible.Button
    Accessible.name: words.length > 0 ? name + ", " + words : name
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
            anchors.horizontalCenter: parent.horizontalCenter
            y: tile.failed ? Theme.gap : (parent.height - height) / 2
            width: Theme.iconSize
            height: Theme.iconSize
            name: tile.failed ? "alert" : "picture"
            color: tile.failed ? Theme.alarm : Theme.edge
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
        BodyText {
            anchors.fill: parent
            anchors.margins: Theme.unit
            anchors.topMargin: Theme.gap + Theme.iconSize + Theme.unit / 2
            objectName: "tileProblem"
            text: tile.words
            horizontalAlignment: Text.AlignHCenter
            elide: Text.ElideRight
            visible: tile.failed
            Accessible.ignored: true
        }
        FocusRing {
            anchors.fill: parent
            visible: tile.current
        }
    }
    IconItem {
        id: mark

        y: caption.y + (Theme.lineHeight - height) / 2
        width: Theme.iconSmall
        height: Theme.iconSmall
        name: ["sure", "probably", "not-sure", "not-sure"][tile.certainty] ?? ""
        color: tile.certainty === PictureGrid.Sure ? Theme.sure : (tile.certainty === PictureGrid.Probably ? Theme.probably : Theme.notSure)
        visible: !tile.failed && !tile.waiting
    }
    BodyText {
        id: caption

        anchors.top: frame.bottom
        anchors.topMargin: Theme.unit / 2
        x: mark.visible ? mark.width + Theme.unit / 2 : 0
        width: tile.width - x
        text: tile.failed || tile.waiting ? tile.name : tile.words
        objectName: "tileCaption"
        color: tile.failed || tile.waiting ? Theme.quiet : Theme.text
        wrapMode: tile.failed || tile.waiting ? Text.NoWrap : Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        Accessible.ignored: true
    }
}
