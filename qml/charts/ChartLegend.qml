import QtQuick
import Vitrine
import Vitrine.App

// Which curve is which; a tap takes one away and brings it back.
Flow {
    id: legend

    required property LineChart chart

    spacing: Theme.gapTouch

    Repeater {
        model: legend.chart.series

        ChartLegendEntry {
            required property ChartSeries modelData

            series: modelData
            widest: parent ? parent.width : implicitWidth
        }
    }
}
