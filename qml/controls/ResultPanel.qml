import QtQuick
import Vitrine
import Vitrine.App

// Words, then bars, then numbers.
Flickable {
    id: panel

    required property PicturePage page
    required property WindowModel window
    required property bool roomy

    readonly property bool answered: page.revealed
    readonly property bool grand: height >= Theme.grandFrom * Theme.textScale
    readonly property bool named: page.certainty === PicturePage.Sure || page.certainty === PicturePage.Probably
    readonly property color tone: [Theme.sure, Theme.probably, Theme.notSure, Theme.notSure][page.certainty]

    clip: true
    contentHeight: column.height
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds

    ScrollMark {
        view: panel
    }
    Column {
        id: column

        // Beside the mark, whether it is there or not: nothing moves when it comes.
        width: panel.width - Theme.gap
        spacing: panel.grand ? Theme.gap : (panel.roomy ? Theme.gapSmall : Theme.unit / 2)

        BodyText {
            width: parent.width
            text: qsTrId("result.title")
            color: Theme.quiet
            visible: panel.answered || panel.page.state === PicturePage.Working || panel.window.readiness !== WindowModel.Ready
            Accessible.role: Accessible.Heading
        }

        // What stands here until there is an answer.
        BodyText {
            objectName: "modelProblem"
            width: parent.width
            text: panel.window.problem
            color: Theme.alarm
            visible: text.length > 0
        }
        PulseText {
            objectName: "preparing"
            width: parent.width
            text: panel.window.readiness === WindowModel.Preparing ? qsTrId("result.preparing") : qsTrId("result.working")
            running: true
            visible: panel.window.readiness === WindowModel.Preparing || panel.window.readiness === WindowModel.Ready && panel.page.state === PicturePage.Working
        }

        GuessCard {
            width: parent.width
            game: panel.page.game
            visible: panel.page.state === PicturePage.Answered && (game.hiding || game.outcome.length > 0 || game.score.length > 0)
        }

        // The answer.
        BodyText {
            objectName: "headline"
            width: parent.width
            text: panel.page.headline
            font.pixelSize: Math.min(panel.named ? (panel.grand ? Theme.sizeHero * 1.25 : (panel.roomy ? Theme.sizeHero * 0.875 : Theme.sizeHeadline)) : (panel.grand ? Theme.sizeHero * 0.875 : (panel.roomy ? Theme.sizeHeadline : Theme.sizeTitle)), panel.width / Theme.longestWord)
            font.bold: true
            visible: panel.answered
            Accessible.role: Accessible.Heading
        }
        Row {
            objectName: "verdictLine"
            spacing: Theme.gapSmall
            visible: panel.answered && panel.page.confidence.length > 0

            IconItem {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.iconSmall
                height: Theme.iconSmall
                name: ["sure", "probably", "not-sure", "not-sure"][panel.page.certainty]
                color: panel.tone
            }
            BodyText {
                objectName: "confidence"
                text: panel.page.confidence
                color: panel.tone
                font.pixelSize: panel.roomy ? Theme.sizeTitle : Theme.sizeBody
                font.bold: true
                wrapMode: Text.NoWrap
            }
        }
        BodyText {
            objectName: "kinds"
            width: parent.width
            text: panel.page.kinds
            visible: panel.answered && text.length > 0
        }
        Item {
            width: parent.width
            height: panel.roomy ? Theme.gap : 0
            visible: panel.answered
        }
        BodyText {
            width: parent.width
            text: qsTrId("result.probability")
            color: Theme.quiet
            visible: panel.answered
            Accessible.description: qsTrId("result.difference")
        }
        Repeater {
            model: panel.answered ? panel.page.candidates : null

            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            CandidateBar {
                width: column.width
                leadingColor: panel.tone
            }
            // qmllint enable unqualified
        }
        BodyText {
            objectName: "shares"
            width: parent.width
            text: panel.page.shares
            color: Theme.quiet
            visible: panel.answered && panel.roomy && text.length > 0
        }
        BodyText {
            objectName: "saved"
            width: parent.width
            text: panel.page.saved
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            visible: text.length > 0
            Accessible.role: Accessible.AlertMessage
        }
        BodyText {
            objectName: "heatNothing"
            width: parent.width
            text: qsTrId("view.heat.nothing")
            color: Theme.quiet
            visible: panel.page.revealed && panel.page.heatShown && !panel.page.heatFound
        }
        BodyText {
            objectName: "timing"
            width: parent.width
            text: panel.page.timing
            color: Theme.quiet
            font.pixelSize: Theme.sizeSmall
            visible: panel.answered
        }
        BodyText {
            objectName: "difference"
            width: parent.width
            text: qsTrId("result.difference")
            color: Theme.quiet
            visible: panel.answered && panel.roomy
        }
    }
}
