import QtQuick
import Vitrine
import Vitrine.App

// A run without results yet: its curves, its guesses, a sentence, and the figures beside them.
Item {
    id: view

    required property TrainPage page
    required property real room // height of what can be seen of it
    required property bool portrait
    required property bool roomy
    readonly property ShownRun run: page.run
    // The side stands under the curves where there is no room beside them.
    readonly property bool stacked: portrait || width < Theme.sidePanel * Theme.textScale * 2.4
    readonly property real sideWidth: Math.round(Theme.sidePanel * Math.min(Theme.textScale, 1.5))

    implicitHeight: Math.max(main.height, stacked ? 0 : side.height)

    Column {
        id: main

        readonly property real rest: legend.implicitHeight + Theme.gap + probe.height + (trouble.visible ? trouble.height : hint.height) + Theme.gap + (probe.visible ? Theme.gap : 0) + (view.stacked ? side.height + Theme.gap : 0)
        // The curves take what the others leave.
        readonly property real curves: Math.max(charts.least, (view.roomy ? Theme.chartCardLeast : Theme.chartCardBrief) * (view.portrait ? 2 : 1) + (view.portrait ? Theme.gap : 0), view.room - rest)

        width: view.stacked ? view.width : view.width - view.sideWidth - Theme.gap
        spacing: view.roomy ? Theme.gap : Theme.gapSmall

        HintCard {
            id: trouble

            width: parent.width
            run: view.run
            problem: view.page.problem
            visible: wrong // and seen without looking for it
        }
        CurveCharts {
            id: charts

            width: parent.width
            height: main.curves
            run: view.run
            stacked: view.portrait
        }
        CurveLegend {
            id: legend

            width: parent.width
            cards: charts
        }
        ProbeTiles {
            id: probe

            width: parent.width
            probe: view.run.probe
            brief: !view.roomy
        }
        HintCard {
            id: hint

            width: parent.width
            run: view.run
            problem: ""
            visible: !trouble.visible
        }
        Item {
            width: parent.width
            height: side.height
            visible: view.stacked
        }
    }
    RunSide {
        id: side

        x: view.stacked ? 0 : main.width + Theme.gap
        y: view.stacked ? main.height - height : 0
        width: view.stacked ? view.width : view.sideWidth
        run: view.run
    }
}
