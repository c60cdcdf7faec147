import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// One way to learn: how long it takes here, and how far it got before.
T.AbstractButton {
    id: card

    required property string name
    required property string title
    required property string time
    required property bool measuring
    required property string detail
    required property string reached
    required property bool possible
    required property string reason
    required property bool chosen

    implicitHeight: words.implicitHeight + 2 * Theme.gap
    enabled: possible
    focusPolicy: Qt.StrongFocus
    text: time.length > 0 ? qsTrId("train.recipe.with_time").replace("%1", title).replace("%2", time) : title
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.description: detail
    Accessible.checked: chosen
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: card.chosen ? Theme.chosen : (card.down || card.hovered ? Theme.pressed : "transparent")
        border.width: (card.visualFocus ? 2 : 1) * Theme.hairline
        border.color: card.visualFocus ? Theme.text : (card.chosen ? Theme.lamp : Theme.edge)
    }

    Column {
        id: words

        x: Theme.gap
        y: Theme.gap
        width: card.width - 2 * Theme.gap - mark.width - Theme.gapSmall
        opacity: card.possible ? 1 : Theme.disabled

        // The time has its room from the start, so that nothing below moves once it is known.
        Flow {
            width: parent.width
            spacing: Theme.gapSmall

            BodyText {
                width: Math.min(implicitWidth, parent.width)
                text: card.title
                font.bold: true
                Accessible.ignored: true
            }
            Item {
                width: Math.max(timing.implicitWidth, known.implicitWidth, longest.width)
                height: timing.implicitHeight

                BodyText {
                    id: known

                    objectName: "recipeTime"
                    text: "· " + card.time
                    wrapMode: Text.NoWrap
                    visible: card.time.length > 0
                    Accessible.ignored: true
                }
                PulseText {
                    id: timing

                    text: "· " + qsTrId("train.recipe.measuring")
                    wrapMode: Text.NoWrap
                    running: visible
                    visible: card.measuring && !known.visible
                }
                TextMetrics {
                    id: longest

                    font: known.font
                    text: "· " + qsTrId("train.time.minutes").replace("%1", "88")
                }
            }
        }
        BodyText {
            width: parent.width
            text: card.possible ? card.detail + (card.reached.length > 0 ? " · " + card.reached : "") : card.reason
            color: Theme.quiet
            Accessible.ignored: true
        }
    }
    IconItem {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.iconMedium
        height: Theme.iconMedium
        name: "check"
        color: Theme.lamp
        opacity: card.chosen ? 1 : 0
    }
}
