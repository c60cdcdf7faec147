import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A page's place on the rail.
T.AbstractButton {
    id: tab

    required property string iconName
    property bool tight: false // little room above and below
    readonly property color ink: checked ? Theme.lamp : Theme.quiet

    implicitWidth: Math.max(Theme.railTab, contents.implicitWidth + Theme.gap)
    implicitHeight: Math.max(Theme.touch, contents.implicitHeight + (tight ? Theme.gapSmall : Theme.gap))
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.selected: checked
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: tab.checked ? Theme.chosen : (tab.down || tab.hovered ? Theme.pressed : "transparent")
        border.width: tab.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    Column {
        id: contents

        anchors.centerIn: parent
        spacing: Theme.unit / 2

        IconItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.iconSize
            height: Theme.iconSize
            name: tab.iconName
            color: tab.ink
        }
        BodyText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: tab.text
            color: tab.ink
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
