import QtQuick
import Vitrine
import Vitrine.App

// A run: its words, its curves, its guesses.
Item {
    id: view

    required property TrainPage page
    readonly property ShownRun run: page.run
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.gap
    readonly property int margin: roomy ? Theme.gapWide : Theme.gap
    // The side stands under the curves where there is no room beside them.
    readonly property bool stacked: portrait || width < Theme.sidePanel * Theme.textScale * 2.4
    readonly property real sideWidth: Math.round(Theme.sidePanel * Math.min(Theme.textScale, 1.5))
    readonly property real mainWidth: stacked ? scroll.width : scroll.width - sideWidth - Theme.gap

    signal runsAsked

    RunHeader {
        id: header

        x: view.margin
        y: view.roomy ? Theme.gapWide - Theme.unit / 2 : Theme.gap
        width: view.width - 2 * view.margin
        page: view.page
        onRunsAsked: view.runsAsked()
    }
    // How much of it is done.
    Rectangle {
        id: bar

        x: view.margin
        y: header.y + header.height + Theme.gapSmall
        width: view.width - 2 * view.margin
        height: Theme.marker
        radius: height / 2
        color: Theme.line
        Accessible.role: Accessible.ProgressBar
        Accessible.name: view.run.epochText

        Rectangle {
            width: Math.max(parent.height, parent.width * view.run.progress)
            height: parent.height
            radius: parent.radius
            color: Theme.lamp
        }
    }
    Flickable {
        id: scroll

        x: view.margin
        y: bar.y + bar.height + Theme.gapSmall
        width: view.width - 2 * view.margin
        height: actions.y - Theme.gap - y
        contentHeight: Math.max(main.height, view.stacked ? 0 : side.height)
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Column {
            id: main

            readonly property real rest: probe.height + hint.height + Theme.gap + (probe.visible ? Theme.gap : 0) + (view.stacked ? side.height + Theme.gap : 0)
            // The curves take what the others leave.
            readonly property real curves: Math.max(Theme.chartCardLeast * (view.portrait ? 2 : 1) + (view.portrait ? Theme.gap : 0), scroll.height - rest)

            width: view.mainWidth
            spacing: Theme.gap

            Flow {
                id: charts

                width: parent.width
                height: main.curves
                spacing: Theme.gap

                readonly property real each: view.portrait ? width : Math.floor((width - Theme.gap) / 2)
                readonly property real tall: view.portrait ? Math.floor((height - Theme.gap) / 2) : height

                ChartCard {
                    objectName: "lossCard"
                    width: charts.each
                    height: charts.tall
                    title: qsTrId("train.loss")
                    legendShown: view.roomy
                    chart.series: view.run.lossSeries
                    chart.xMinimum: 0
                    chart.xMaximum: Math.max(1, view.run.epochs)
                    chart.live: view.run.alive || view.run.replaying
                }
                ChartCard {
                    objectName: "accuracyCard"
                    width: charts.each
                    height: charts.tall
                    title: qsTrId("train.accuracy")
                    legendShown: view.roomy
                    chart.series: view.run.accuracySeries
                    chart.percent: true
                    chart.xMinimum: 0
                    chart.xMaximum: Math.max(1, view.run.epochs)
                    chart.live: view.run.alive || view.run.replaying
                }
            }
            ProbeTiles {
                id: probe

                width: parent.width
                probe: view.run.probe
            }
            HintCard {
                id: hint

                width: parent.width
                run: view.run
                problem: view.page.problem
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
            width: view.stacked ? scroll.width : view.sideWidth
            run: view.run
        }
    }
    RunActions {
        id: actions

        x: view.margin
        y: view.height - view.margin - height
        width: view.width - 2 * view.margin
        page: view.page
    }
}
