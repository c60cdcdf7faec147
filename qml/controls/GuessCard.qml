import QtQuick
import Vitrine
import Vitrine.App

// The visitor's guess, who was right, and the score.
Column {
    id: card

    required property GuessGame game

    spacing: Theme.gapTouch

    BodyText {
        objectName: "guessOutcome"
        width: parent.width
        text: card.game.outcome
        visible: text.length > 0
    }
    Repeater {
        model: card.game.hiding ? card.game.choices : null

        // qmllint disable unqualified
        SheetRow {
            required property int index
            required property string modelData

            objectName: "guess:" + index
            width: card.width
            text: modelData
            chosen: card.game.chosen === index
            onClicked: card.game.choose(index)
        }
        // qmllint enable unqualified
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        visible: card.game.asking

        Pill {
            objectName: "guessedRight"
            text: card.game.modelCommitted ? qsTrId("guess.me") : qsTrId("guess.yes")
            onClicked: card.game.settle(GuessGame.Visitor)
        }
        Pill {
            objectName: "modelRight"
            text: qsTrId("guess.model")
            visible: card.game.modelCommitted
            onClicked: card.game.settle(GuessGame.Model)
        }
        Pill {
            objectName: "nobodyRight"
            text: card.game.modelCommitted ? qsTrId("guess.nobody") : qsTrId("guess.no")
            onClicked: card.game.settle(GuessGame.Nobody)
        }
    }
    BodyText {
        objectName: "guessScore"
        width: parent.width
        text: card.game.score
        font.pixelSize: Math.max(Theme.sizeBody, Math.min(Theme.sizeTitle, width / Theme.scoreWidth))
        font.bold: true
        visible: text.length > 0
    }
}
