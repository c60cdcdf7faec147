import QtQuick
import Vitrine
import Vitrine.App

// A run for a whole room: its curves and its guesses as large as there is room, and nothing to touch.
Item {
    id: view

    required property ShownRun run
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.touch && width >= probe.columns * 2 * Theme.probeTilePresented
    readonly property real below: (legend.visible ? legend.height : 0) + (probe.visible ? probe.height + Theme.gap : 0) + (hint.visible ? hint.height + Theme.gap : 0)

    CurveCharts {
        width: view.width
        height: Math.max(least, view.height - view.below - Theme.gap)
        run: view.run
        stacked: view.portrait
        withLegends: false
    }
    CurveLegend {
        id: legend

        y: view.height - view.below
        width: view.width
        visible: view.roomy // else the curves need its line
    }
    HintCard {
        id: hint

        y: legend.y + (legend.visible ? legend.height + Theme.gap : 0)
        width: view.width
        run: view.run
        problem: ""
        visible: wrong
    }
    ProbeTiles {
        id: probe

        y: view.height - height
        width: view.width
        probe: view.run.probe
        columns: view.portrait ? 3 : 6
        side: view.roomy ? Theme.probeTilePresented : Theme.probeTile
        beside: true
        titled: view.roomy
    }
}
