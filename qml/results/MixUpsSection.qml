import QtQuick
import Vitrine
import Vitrine.App

// How far it got, what it mixes up most, and the whole matrix.
Item {
    id: section

    required property TrainPage page
    required property bool wide
    required property real room // height of what can be seen of it
    readonly property RunReview review: page.review
    readonly property real column: wide ? Math.floor((width - Theme.gap) * Theme.listShare) : width

    implicitHeight: wide ? Math.max(list.height, matrix.height) : matrix.y + matrix.height

    Card {
        id: list

        width: section.column
        spacing: Theme.gap

        // What everybody waits for.
        BodyText {
            objectName: "betOutcome"
            width: parent ? parent.width : 0
            text: section.page.run.betOutcome
            visible: text.length > 0
        }
        MixUps {
            objectName: "mixUps"
            width: parent ? parent.width : 0
            review: section.review
        }
        Rectangle {
            width: parent ? parent.width : 0
            height: Theme.hairline
            color: Theme.line
        }
        Column {
            width: parent ? parent.width : 0

            BodyText {
                width: parent.width
                text: qsTrId("train.result")
                color: Theme.quiet
            }
            BodyText {
                objectName: "bestAccuracy"
                width: parent.width
                text: section.page.run.bestText
                color: Theme.sure
                font.pixelSize: Theme.sizeHeadline
                font.bold: true
                wrapMode: Text.NoWrap
            }
        }
        // What the curves warn of, for those who do not look at them.
        Row {
            width: parent ? parent.width : 0
            spacing: Theme.gapSmall
            visible: section.page.run.hintWarns

            IconItem {
                width: Theme.iconSmall
                height: Theme.iconSmall
                y: Theme.unit / 2
                name: "alert"
                color: Theme.lamp
            }
            BodyText {
                objectName: "resultHint"
                width: parent.width - Theme.iconSmall - Theme.gapSmall
                text: section.page.run.hint
            }
        }
    }
    Card {
        id: matrix

        x: section.wide ? section.column + Theme.gap : 0
        y: section.wide ? 0 : list.height + Theme.gap
        width: section.wide ? section.width - x : section.width

        ConfusionMatrix {
            width: parent ? parent.width : 0
            review: section.review
            tallest: section.room - 2 * Theme.cardMargin - Theme.touchText - Theme.lineHeight - 2 * Theme.gapSmall
        }
    }
}
