import QtQuick
import Vitrine
import Vitrine.App

// A dozen pictures, and what it takes them for just now.
Column {
    id: tiles

    required property ProbeStrip probe
    property bool brief: false // one row, where there is little height
    readonly property int columns: Math.max(1, Math.min(probe.count, Math.floor((width + gap) / (least + gap))))
    readonly property int rows: Math.ceil(probe.count / Math.max(1, columns))
    // As many rows as it takes, each as full as the others.
    readonly property int perRow: rows > 0 ? Math.ceil(probe.count / rows) : 1
    readonly property real gap: Theme.gapSmall + Theme.hairline * 2
    readonly property real least: (brief ? Theme.probeTileLeast : Theme.probeTile) * Math.min(Theme.textScale, 1.6)
    readonly property real side: Math.min(Theme.probeTile * 1.5, Math.floor((width - (perRow - 1) * gap) / perRow))

    spacing: Theme.gapSmall
    visible: probe.count > 0

    Flow {
        width: parent.width
        spacing: Theme.gap

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
