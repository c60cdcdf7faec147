import QtQuick
import Vitrine
import Vitrine.App

// The chart in the theme's looks, with what is read from it and the box that a mouse draws.
LineChart {
    id: chart

    required property string title // for a screen reader
    property bool byEpoch: true // what the x axis counts; else steps

    ground: Theme.panel
    gridColor: Theme.line
    textColor: Theme.text
    quietColor: Theme.quiet
    seriesColors: Theme.series
    tickSize: Theme.sizeTick
    textScale: Math.min(Theme.textScale, 1.5)
    fellSentence: qsTrId("chart.fell")
    roseSentence: qsTrId("chart.rose")
    stayedSentence: qsTrId("chart.stayed")
    oneEpoch: byEpoch ? qsTrId("chart.one_epoch") : qsTrId("chart.one_step")
    manyEpochs: byEpoch ? qsTrId("chart.many_epochs") : qsTrId("chart.many_steps")
    emptySentence: qsTrId("chart.empty")

    Accessible.role: Accessible.Chart
    Accessible.name: title
    Accessible.description: summary
    Accessible.focusable: true

    BodyText {
        anchors.centerIn: parent
        text: chart.emptySentence
        color: Theme.quiet
        visible: chart.empty
        Accessible.ignored: true
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.unit / 2
        radius: Theme.radiusPicture
        color: "transparent"
        border.width: 2 * Theme.hairline
        border.color: Theme.text
        visible: chart.activeFocus && chart.readingAt.x < 0
    }
    Rectangle {
        x: chart.readingAt.x
        y: chart.plotArea.y
        width: Theme.hairline
        height: chart.plotArea.height
        color: Theme.text
        visible: chart.readingAt.x >= 0
    }
    Repeater {
        model: chart.reading

        Rectangle {
            required property chartReading modelData

            x: modelData.at.x - width / 2
            y: modelData.at.y - height / 2
            width: Theme.legendDot + 2 * Theme.lineThin
            height: width
            radius: width / 2
            color: Theme.series[modelData.colorIndex - 1]
            border.width: Theme.lineThin
            border.color: Theme.text
            visible: modelData.inside
        }
    }
    Rectangle {
        x: chart.zoomBox.x
        y: chart.zoomBox.y
        width: chart.zoomBox.width
        height: chart.zoomBox.height
        color: Theme.chosen
        border.width: Theme.hairline
        border.color: Theme.lamp
        visible: width > 0
    }
    ChartReadout {
        chart: chart
        byEpoch: chart.byEpoch
    }
}
