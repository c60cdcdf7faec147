import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A rounded button: filled with the lamp's colour for a page's main action, outlined otherwise.
T.AbstractButton {
    id: pill

    property bool filled: false
    property string iconName: ""
    property bool iconLast: false
    property bool compact: false // little room beside the words
    property int textSize: Theme.sizeBody
    readonly property int margin: text.length === 0 ? Math.max(0, (size - Theme.iconMedium) / 2) : (compact ? Theme.unit : Theme.gap + Theme.gapSmall)
    property int size: filled ? Theme.touch : Theme.touchText
    readonly property int iconRoom: iconName.length === 0 ? 0 : (text.length > 0 ? Theme.iconSmall + Theme.gapSmall : Theme.iconMedium)
    readonly property color ink: filled ? (enabled ? Theme.onFill : Theme.quiet) : Theme.text

    implicitHeight: Math.max(size, text.length > 0 ? words.implicitHeight + Theme.gap : 0)
    implicitWidth: Math.max(size, (text.length > 0 ? words.implicitWidth : 0) + iconRoom + 2 * margin)
    opacity: enabled || filled ? 1 : Theme.disabled // a main action's words are read before it can be pressed
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Math.min(Theme.radiusPill, height / 2)
        color: pill.filled ? (pill.enabled ? Theme.lamp : Theme.line) : (pill.checked ? Theme.chosen : "transparent")
        border.width: pill.filled ? 0 : (pill.visualFocus || pill.checked && pill.text.length === 0 ? 2 : 1) * Theme.hairline
        border.color: pill.visualFocus ? Theme.text : (pill.checked ? Theme.lamp : Theme.edge)

        Rectangle {
            // Round a filled one: on its own colour a border would hardly be seen.
            anchors.fill: parent
            anchors.margins: -Theme.unit / 2
            radius: parent.radius + Theme.unit / 2
            color: "transparent"
            border.width: 2 * Theme.hairline
            border.color: Theme.text
            visible: pill.filled && pill.visualFocus
        }
        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.pressed
            visible: pill.down || pill.hovered
        }
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.gapSmall
        layoutDirection: pill.iconLast ? Qt.RightToLeft : Qt.LeftToRight

        IconItem {
            anchors.verticalCenter: parent.verticalCenter
            width: pill.text.length > 0 ? Theme.iconSmall : Theme.iconMedium
            height: width
            name: pill.iconName
            color: pill.ink
            visible: pill.iconName.length > 0
        }
        BodyText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, pill.width - pill.iconRoom - 2 * pill.margin)
            text: pill.text
            color: pill.ink
            font.pixelSize: pill.textSize
            font.bold: pill.filled
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            visible: pill.text.length > 0
            Accessible.ignored: true
        }
    }
}
