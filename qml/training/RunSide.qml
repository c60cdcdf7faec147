import QtQuick
import Vitrine
import Vitrine.App

// Beside the curves: the bet and the figures, and after the end how far it got.
Card {
    id: card

    required property ShownRun run
    readonly property bool over: run.life === ShownRun.Finished || run.life === ShownRun.Stopped || run.life === ShownRun.Curves

    spacing: Theme.gapSmall

    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.result")
        color: Theme.quiet
        visible: card.over && card.run.bestText.length > 0
    }
    BodyText {
        objectName: "bestAccuracy"
        width: parent ? parent.width : 0
        text: card.run.bestText
        color: Theme.sure
        font.pixelSize: Theme.sizeHeadline
        font.bold: true
        fontSizeMode: Text.HorizontalFit
        wrapMode: Text.NoWrap
        visible: card.over && text.length > 0
    }
    BodyText {
        objectName: "betOutcome"
        width: parent ? parent.width : 0
        text: card.run.betOutcome
        visible: text.length > 0
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.bet.ours")
        color: Theme.quiet
        visible: !card.over && card.run.bet >= 0
    }
    Column {
        width: parent ? parent.width : 0
        spacing: Theme.gapSmall
        visible: !card.over && card.run.bet >= 0

        BodyText {
            objectName: "runBet"
            width: parent.width
            text: card.run.betText
            color: Theme.lamp
            font.pixelSize: Theme.sizeHeadline
            font.bold: true
            wrapMode: Text.NoWrap
        }
        // How far it is, and where the bet stands.
        Rectangle {
            width: parent.width
            height: Theme.bar
            radius: height / 2
            color: Theme.line

            Rectangle {
                width: Math.max(0, card.run.best) * parent.width
                height: parent.height
                radius: parent.radius
                color: Theme.lamp
            }
            Rectangle {
                x: card.run.bet * parent.width - width / 2
                y: -Theme.marker
                width: Theme.marker
                height: parent.height + 2 * Theme.marker
                radius: width / 2
                color: Theme.text
            }
        }
    }
    Repeater {
        model: card.over ? [] : card.run.figures

        Item {
            required property var modelData

            width: parent ? parent.width : 0
            height: name.height
            Accessible.role: Accessible.StaticText
            Accessible.name: modelData.name + " " + modelData.value

            BodyText {
                id: name

                width: parent.width - value.width - Theme.gapSmall
                text: parent.modelData.name
                color: Theme.quiet
                Accessible.ignored: true
            }
            BodyText {
                id: value

                anchors.right: parent.right
                text: parent.modelData.value
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
    Rectangle {
        width: parent ? parent.width : 0
        height: Theme.hairline
        color: Theme.line
        visible: saved.visible
    }
    BodyText {
        id: saved

        width: parent ? parent.width : 0
        text: card.run.saved
        color: Theme.quiet
        visible: !card.over && text.length > 0
    }
}
