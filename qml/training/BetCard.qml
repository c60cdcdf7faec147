import QtQuick
import Vitrine
import Vitrine.App

// Everybody bets on the accuracy before it starts.
Card {
    id: card

    required property TrainPage page
    property bool explained: true

    title: qsTrId("train.bet.title")

    Row {
        width: parent ? parent.width : 0
        spacing: Theme.gap

        BodyText {
            id: number

            objectName: "betText"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(implicitWidth, Theme.touch * Theme.textScale)
            text: card.page.bet < 0 ? "? %" : card.page.betText
            color: card.page.bet < 0 ? Theme.quiet : Theme.lamp
            font.pixelSize: Theme.sizeTitle
            font.bold: true
            wrapMode: Text.NoWrap
        }
        BetSlider {
            objectName: "betSlider"
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - number.width - Theme.gap
            value: card.page.bet < 0 ? 0.5 : card.page.bet
            onMoved: card.page.bet = value
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.bet.how")
        color: Theme.quiet
        visible: card.explained
    }
}
