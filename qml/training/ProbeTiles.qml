import QtQuick
import Vitrine
import Vitrine.App

// A dozen pictures, and what it takes them for just now.
Column {
    id: tiles

    required property ProbeStrip probe
    readonly property int columns: Math.max(1, Math.min(probe.count, Math.floor((width + gap) / (least + gap))))
    readonly property int rows: Math.ceil(probe.count / Math.max(1, columns))
    // As many rows as it takes, each as full as the others.
    readonly property int perRow: rows > 0 ? Math.ceil(probe.count / rows) : 1
    readonly property real gap: Theme.gapSmall + Theme.hairline * 2
    readonly property real least: Theme.probeTile * Math.min(Theme.textScale, 1.6)
    readonly property real side: Math.min(least * 1.5, Math.floor((width - (perRow - 1) * gap) / perRow))

    spacing: Theme.gapSmall
    visible: probe.count > 0

    Row {
        width: parent.width
        spacing: Theme.gap

        BodyText {
            id: heading

            text: qsTrId("train.probe")
            wrapMode: Text.NoWrap
            Accessible.role: Accessible.Heading
        }
        BodyText {
            objectName: "probeScore"
            width: parent.width - heading.width - Theme.gap
            text: tiles.probe.score.length > 0 ? tiles.probe.score : qsTrId("train.probe.how")
            color: Theme.quiet
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
    }
    Grid {
        columns: tiles.perRow
        columnSpacing: tiles.gap
        rowSpacing: Theme.gapSmall

        Repeater {
            model: tiles.probe

            // qmllint disable unqualified
            ProbeTile {
                objectName: "probe:" + index
                width: tiles.side
            }
            // qmllint enable unqualified
        }
    }
}
