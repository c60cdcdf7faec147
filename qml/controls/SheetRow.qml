import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A choice in a sheet.
T.AbstractButton {
    id: row

    property bool chosen: false

    implicitHeight: Math.max(Theme.touch, words.implicitHeight + Theme.gap)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.selected: chosen
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: row.chosen ? Theme.chosen : (row.down || row.hovered ? Theme.pressed : "transparent")
        border.width: row.visualFocus ? 2 * Theme.hairline : Theme.hairline
        border.color: row.visualFocus ? Theme.text : Theme.line
    }

    BodyText {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap
        width: parent.width - 3 * Theme.gap - mark.width
        text: row.text
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
