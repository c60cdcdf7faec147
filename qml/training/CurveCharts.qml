import QtQuick
import Vitrine
import Vitrine.App

// Loss and accuracy over one axis, beside each other or, where it is narrow, below.
Flow {
    id: charts

    required property ShownRun run
    property bool stacked: false
    property bool logarithmic: false // the axis of the loss
    property bool rateShown: false // in the place of the accuracy
    readonly property bool rate: rateShown && run.hasRate
    readonly property real each: stacked ? width : Math.floor((width - Theme.gap) / 2)
    readonly property real tall: stacked ? Math.floor((height - Theme.gap) / 2) : height
    property bool legendsNeeded: false // with other runs' curves one has to know which is which
    // The cards' own legends, which hide curves too, need a line of their own.
    property bool withLegends: legendsNeeded || (each >= Theme.legendFrom && tall >= Theme.legendFrom * 0.6)
    // Height with room for the curves.
    readonly property real leastOfOne: Math.max(loss.bare, accuracy.bare) + (legendsNeeded ? Math.max(loss.legendHeight, accuracy.legendHeight) : 0)
    readonly property real least: stacked ? 2 * leastOfOne + Theme.gap : leastOfOne

    spacing: Theme.gap

    ChartCard {
        id: loss

        objectName: "lossCard"
        width: charts.each
        height: charts.tall
        title: qsTrId("train.loss")
        legendShown: charts.withLegends
        // A list property takes no arrays but JavaScript's own.
        chart.series: Array.from(charts.run.lossSeries)
        chart.logarithmic: charts.logarithmic
        chart.byEpoch: charts.run.byEpoch
        chart.xMinimum: 0
        chart.xMaximum: Math.max(1, charts.run.epochs)
        chart.live: charts.run.alive || charts.run.replaying
    }
    ChartCard {
        id: accuracy

        objectName: "accuracyCard"
        width: charts.each
        height: charts.tall
        title: charts.rate ? qsTrId("train.figure.rate") : qsTrId("train.accuracy")
        legendShown: charts.withLegends
        chart.series: Array.from(charts.rate ? charts.run.rateSeries : charts.run.accuracySeries)
        chart.byEpoch: charts.run.byEpoch
        chart.percent: !charts.rate
        chart.xMinimum: 0
        chart.xMaximum: Math.max(1, charts.run.epochs)
        chart.live: charts.run.alive || charts.run.replaying
    }
}
