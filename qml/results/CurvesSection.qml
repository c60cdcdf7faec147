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
        height: Math.max((Theme.chartCardLeast + Theme.gap) * (section.portrait ? 2 : 1), section.room - tools.height - Theme.gap - (legend.visible ? legend.height + Theme.gap : 0))
        run: section.page.run
        stacked: section.portrait
        // With earlier runs, one has to know which is which.
        withLegends: section.page.comparison.count > 0 || (each >= Theme.legendFrom && tall >= Theme.legendFrom * 0.6)
    }
    CurveLegend {
        id: legend

        width: parent.width
        visible: !charts.withLegends
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
