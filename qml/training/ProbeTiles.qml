import QtQuick
import Vitrine
import Vitrine.App

// A dozen pictures, and what it takes them for just now, in rows that leave each word whole.
Column {
    id: tiles

    required property ProbeStrip probe
    property bool brief: false // smaller pictures, where there is little height
    property bool titled: true
    property int wordSize: Theme.sizeSmall
    readonly property real gap: Theme.gapSmall
    property real side: (brief ? Theme.probeTileLeast : Theme.probeTile) * Math.min(Theme.textScale, 1.6)
    // A picture in the middle with its sign beside it, and every word whole.
    readonly property real least: Math.max(side + 2 * (Theme.unit / 2 + Theme.iconSmall), Math.min(Math.ceil(longest.advanceWidth) + 2 * Theme.hairline, Theme.probeWordMost * wordSize))
    // As many rows as it takes, each as full as the others.
    readonly property int most: Math.max(1, Math.min(probe.count, Math.floor((width + gap) / (least + gap))))
    readonly property int columns: probe.count > 0 ? Math.ceil(probe.count / Math.ceil(probe.count / most)) : 1
    readonly property real each: Math.floor((width - (columns - 1) * gap) / columns)

    spacing: brief ? Theme.unit / 2 : Theme.gapSmall
    visible: probe.count > 0

    TextMetrics {
        id: longest

        text: tiles.probe.longest
        font.pixelSize: tiles.wordSize
        font.bold: true
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        visible: tiles.titled

        BodyText {
            width: Math.min(implicitWidth, parent.width)
            text: qsTrId("train.probe")
            Accessible.role: Accessible.Heading
        }
        BodyText {
            objectName: "probeScore"
            width: Math.min(implicitWidth, parent.width)
            text: tiles.probe.score.length > 0 ? tiles.probe.score : qsTrId("train.probe.how")
            color: Theme.quiet
        }
    }
    Grid {
        columns: tiles.columns
        columnSpacing: tiles.gap
        rowSpacing: Theme.gapSmall

        Repeater {
            model: tiles.probe

            // qmllint disable unqualified
            ProbeTile {
                objectName: "probe:" + index
                width: tiles.each
                side: tiles.side
                wordSize: tiles.wordSize
            }
            // qmllint enable unqualified
        }
    }
}
