import QtQuick
import Vitrine
import Vitrine.App

// The curves once more, alone or over those of earlier runs, and what was set differently.
Column {
    id: section

    required property TrainPage page
    required property real room
    required property bool portrait

    signal runsAsked

    spacing: Theme.gap

    CurveCharts {
        id: charts

        width: parent.width
        height: Math.max(least, section.room - (tools.visible ? tools.height + Theme.gap : 0) - hint.height - legend.implicitHeight - 2 * Theme.gap)
        run: section.page.run
        stacked: section.portrait
        legendsNeeded: section.page.comparison.count > 0
    }
    CurveLegend {
        id: legend

        width: parent.width
        cards: charts
    }
    HintCard {
        id: hint

        width: parent.width
        run: section.page.run
        problem: ""
        visible: !wrong // else it stands above already
    }
    Flow {
        id: tools

        width: parent.width
        spacing: Theme.gapTouch
        visible: !section.page.tasterOnly

        Pill {
            objectName: "compareRuns"
            text: qsTrId("train.compare")
            iconName: "history"
            onClicked: section.runsAsked()
        }
        Pill {
            objectName: "replayRun"
            text: qsTrId("train.replay")
            onClicked: section.page.run.replay(Theme.replayLength)
        }
    }
    ComparisonTable {
        width: parent.width
        comparison: section.page.comparison
        visible: comparison.count > 0
    }
    ProbeTiles {
        width: parent.width
        probe: section.page.run.probe
    }
}
