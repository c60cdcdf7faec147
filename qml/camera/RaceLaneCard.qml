import QtQuick
import Vitrine
import Vitrine.App

// What one of the two says, and how long it takes.
Rectangle {
    id: card

    required property RaceLane lane

    readonly property color tone: [Theme.sure, Theme.probably, Theme.notSure, Theme.notSure][lane.certainty]

    height: words.height + 2 * Theme.gapSmall
    radius: Theme.radius
    color: Theme.panel

    Column {
        id: words

        x: Theme.gap
        y: Theme.gapSmall
        width: parent.width - 2 * Theme.gap

        BodyText {
            width: parent.width
            text: card.lane.title
            color: Theme.quiet
            visible: text.length > 0
        }
        PulseText {
            width: parent.width
            text: qsTrId("result.preparing")
            running: visible
            visible: !card.lane.answered
        }
        BodyText {
            objectName: "laneHeadline"
            width: parent.width
            text: card.lane.headline
            font.pixelSize: Theme.sizeTitle
            font.bold: true
            visible: text.length > 0
        }
        Flow {
            width: parent.width
            spacing: Theme.gapSmall
            visible: card.lane.answered

            Item {
                width: Theme.iconSmall
                height: Theme.lineHeight

                IconItem {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.iconSmall
                    height: width
                    name: ["sure", "probably", "not-sure", "not-sure"][card.lane.certainty]
                    color: card.tone
                }
            }
            BodyText {
                text: card.lane.confidence
                color: card.tone
                visible: text.length > 0
            }
            BodyText {
                objectName: "laneTiming"
                text: card.lane.timing
                font.bold: true
            }
        }
    }
}
