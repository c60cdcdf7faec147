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

        // Where a picture was saved is said above what it is, and seen at once.
        BodyText {
            objectName: "saved"
            width: parent.width
            text: panel.page.saved
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            visible: text.length > 0
            onVisibleChanged: panel.contentY = 0
            Accessible.role: Accessible.AlertMessage
        }
        BodyText {
            width: parent.width
            text: qsTrId("result.title")
            color: Theme.quiet
            visible: panel.page.saved.length === 0 && (panel.answered || panel.page.state === PicturePage.Working || panel.window.readiness !== WindowModel.Ready)
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
        VerdictWords {
            id: verdict

            width: parent.width
            headline: panel.page.headline
            confidence: panel.page.confidence
            kinds: panel.page.kinds
            certainty: panel.page.certainty
            roomy: panel.roomy
            grand: panel.grand
            visible: panel.answered
        }
        Item {
            width: parent.width
            height: panel.grand ? Theme.gap : 0
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
                leadingColor: verdict.tone
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
