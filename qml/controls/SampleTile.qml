import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A picture to try.
T.AbstractButton {
    id: tile

    required property int index
    required property string title
    required property var thumbnail
    property bool shown: false

    implicitWidth: Theme.thumbnail
    implicitHeight: Theme.thumbnail
    focusPolicy: Qt.StrongFocus
    text: title
    Accessible.role: Accessible.Button
    Accessible.name: qsTrId("picture.sample").replace("%1", index + 1)
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radiusPicture
        color: Theme.panel
    }

    PictureItem {
        anchors.fill: parent
        image: tile.thumbnail
        crop: true
        radius: Theme.radiusPicture
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusPicture
        color: tile.down ? Theme.pressed : "transparent"
        border.width: tile.shown ? 3 * Theme.hairline : 0
        border.color: Theme.lamp
    }
    FocusRing {
        anchors.fill: parent
        visible: tile.visualFocus
    }
}
