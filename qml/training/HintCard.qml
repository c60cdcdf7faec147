import QtQuick
import Vitrine
import Vitrine.App

// A quiet sentence: what the curves say, or what is wrong and what to do.
Rectangle {
    id: card

    required property ShownRun run
    required property string problem // of what was just asked for; before all else
    readonly property bool wrong: problem.length > 0 || run.problem.length > 0

    implicitHeight: words.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.panel
    border.width: wrong || !Theme.dark ? Theme.hairline : 0
    border.color: wrong ? Theme.alarm : Theme.line

    IconItem {
        id: sign

        x: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.iconSize
        height: Theme.iconSize
        name: card.wrong || card.run.hintWarns ? "alert" : "info"
        color: card.wrong ? Theme.alarm : Theme.lamp
    }
    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: sign.x + sign.width + Theme.gap
        width: card.width - x - Theme.gap

        BodyText {
            objectName: "runHint"
            width: parent.width
            text: card.problem.length > 0 ? card.problem : (card.run.problem.length > 0 ? card.run.problem : card.run.hint)
            Accessible.role: card.wrong ? Accessible.AlertMessage : Accessible.StaticText
        }
        BodyText {
            width: parent.width
            text: card.run.hintDetail
            color: Theme.quiet
            visible: !card.wrong && text.length > 0
        }
    }
}
