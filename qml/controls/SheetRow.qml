import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A choice in a sheet.
T.AbstractButton {
    id: row

    property bool chosen: false
    property string detail: "" // quieter, under the text
    property string iconName: "" // before the text
    readonly property real indent: iconName.length > 0 ? 2 * Theme.gap + Theme.iconMedium : Theme.gap

    implicitHeight: Math.max(Theme.touch, words.height + (more.visible ? more.height : 0) + 2 * Theme.gap)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: detail
    Accessible.selected: chosen
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: row.chosen ? Theme.chosen : (row.down || row.hovered ? Theme.pressed : "transparent")
        border.width: row.visualFocus ? 2 * Theme.hairline : Theme.hairline
        border.color: row.visualFocus ? Theme.text : Theme.edge
    }

    IconItem {
        x: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.iconMedium
        height: Theme.iconMedium
        name: row.iconName
        color: Theme.quiet
        visible: row.iconName.length > 0
    }
    BodyText {
        id: words

        x: row.indent
        y: more.visible ? Theme.gap : (row.height - height) / 2
        width: parent.width - x - 2 * Theme.gap - mark.width
        text: row.text
        Accessible.ignored: true
    }
    BodyText {
        id: more

        x: row.indent
        y: words.y + words.height
        width: words.width
        text: row.detail
        color: Theme.quiet
        visible: text.length > 0
        Accessible.ignored: true
    }
    IconItem {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        width: Theme.iconSize
        height: Theme.iconSize
        name: "check"
        color: Theme.lamp
        visible: row.chosen
    }
}
