import QtQuick
import Vitrine
import Vitrine.App

// A dozen pictures, and what it takes them for just now.
Column {
    id: tiles

    required property ProbeStrip probe
    property bool brief: false // one row, where there is little height
    property bool beside: false // the guess beside its picture, not under it
    property bool titled: true
    readonly property real gap: Theme.gapSmall + Theme.hairline * 2
    readonly property real least: (brief ? Theme.probeTileLeast : Theme.probeTile) * Math.min(Theme.textScale, 1.6)
    // As many rows as it takes, each as full as the others.
    readonly property int most: Math.max(1, Math.min(probe.count, Math.floor((width + gap) / (least + gap))))
    property int columns: probe.count > 0 ? Math.ceil(probe.count / Math.ceil(probe.count / most)) : 1
    readonly property real each: Math.floor((width - (columns - 1) * gap) / columns)
    property real side: Math.min(Theme.probeTile * 1.5, each)

    spacing: Theme.gapSmall
    visible: probe.count > 0

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
                width: tiles.beside ? tiles.each : tiles.side
                side: tiles.side
                beside: tiles.beside
            }
            // qmllint enable unqualified
        }
    }
}
