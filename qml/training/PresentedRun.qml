import QtQuick
import Vitrine
import Vitrine.App

// A run for a whole room: its curves as large as there is room, its guesses while it learns and how
// far it got after the end, and nothing to touch.
Item {
    id: view

    required property ShownRun run
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.touch && width >= (portrait ? 6 : 12) * Theme.probeTilePresented
    readonly property bool over: run.resultText.length > 0
    readonly property real spare: height - charts.y - charts.least - (legend.visible ? legend.height + Theme.gap : 0) - (hint.visible ? hint.height + Theme.gap : 0) // for guesses under the curves
    readonly property real below: (legend.visible ? legend.height + Theme.gap : 0) + (probe.fits ? probe.height + Theme.gap : 0) + (hint.visible ? hint.height + Theme.gap : 0)

    Flow {
        id: result

        width: view.width
        spacing: Theme.gap
        visible: view.over

        BodyText {
            id: best

            objectName: "presentedBest"
            text: view.run.bestText
            color: Theme.sure
            font.pixelSize: Theme.sizeHeadline
            font.bold: true
            wrapMode: Text.NoWrap
        }
        BodyText {
            objectName: "presentedResult"
            visible: view.roomy || best.width + result.spacing + implicitWidth <= view.width // else the curves need its line
            width: Math.min(implicitWidth, parent.width)
            height: Math.max(implicitHeight, best.height)
            text: view.run.resultText
            font.pixelSize: Theme.sizeTitle
            verticalAlignment: Text.AlignVCenter
        }
        BodyText {
            width: parent.width
            text: view.run.betOutcome
            font.pixelSize: Theme.sizeTitle
            visible: text.length > 0
        }
    }
    CurveCharts {
        id: charts

        y: result.visible ? result.height + Theme.gapSmall : 0
        width: view.width
        height: Math.max(least, view.height - y - view.below)
        run: view.run
        stacked: view.portrait
        withLegends: run.lossSeries.length > 2 // earlier runs beside it
    }
    CurveLegend {
        id: legend

        y: view.height - view.below + Theme.gap
        width: view.width
        cards: charts
        touchable: false
        visible: view.roomy && !charts.withLegends // else the curves need its line
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

        readonly property bool fits: visible && height + Theme.gap <= view.spare

        y: view.height - height
        width: view.width
        probe: view.run.probe
        side: view.height >= 10 * Theme.probeTilePresented ? Theme.probeTilePresented : (view.roomy ? Theme.probeTile : Theme.probeTileLeast)
        titled: view.roomy
        visible: view.run.probe.count > 0 && !view.over
        opacity: fits ? 1 : 0 // what is not visible is not laid out, and would not fit again
    }
}
