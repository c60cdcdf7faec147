import QtQuick
import Vitrine
import Vitrine.App

// A training as passers-by see it: its words, its curves, its guesses; nothing to touch.
Column {
    id: show

    required property ShownRun run
    readonly property bool portrait: height > width

    spacing: Theme.gap

    BodyText {
        objectName: "showWords"
        width: parent.width
        text: show.run.epochText
        font.pixelSize: Theme.sizeHeadline
        font.bold: true
    }
    BodyText {
        width: parent.width
        text: show.run.leftText
        color: Theme.quiet
        font.pixelSize: Theme.sizeTitle
    }
    Flow {
        width: parent.width
        height: Math.max(Theme.chartCardLeast, show.height - y - probe.height - Theme.gap)
        spacing: Theme.gap

        readonly property real each: show.portrait ? width : Math.floor((width - Theme.gap) / 2)
        readonly property real tall: show.portrait ? Math.floor((height - Theme.gap) / 2) : height

        ChartCard {
            width: parent.each
            height: parent.tall
            title: qsTrId("train.loss")
            chart.series: show.run.lossSeries
            chart.xMinimum: 0
            chart.xMaximum: Math.max(1, show.run.epochs)
            chart.live: true
        }
        ChartCard {
            width: parent.each
            height: parent.tall
            title: qsTrId("train.accuracy")
            chart.series: show.run.accuracySeries
            chart.percent: true
            chart.xMinimum: 0
            chart.xMaximum: Math.max(1, show.run.epochs)
            chart.live: true
        }
    }
    ProbeTiles {
        id: probe

        width: parent.width
        probe: show.run.probe
    }
}
