import QtQuick
import Vitrine
import Vitrine.App

// What the curves say where a finger is, on the side of it where there is room.
Rectangle {
    id: readout

    required property LineChart chart
    property bool byEpoch: true

    readonly property rect plot: chart.plotArea
    readonly property bool atRight: chart.readingAt.x < plot.x + plot.width / 2

    x: atRight ? Math.min(chart.readingAt.x + Theme.gap, plot.x + plot.width - width) : Math.max(chart.readingAt.x - Theme.gap - width, plot.x)
    y: plot.y
    width: lines.width + 2 * Theme.gap
    height: lines.height + Theme.gap
    radius: Theme.radiusPicture
    color: Theme.ground
    border.width: Theme.hairline
    border.color: Theme.edge
    visible: chart.readingAt.x >= 0

    Accessible.role: Accessible.ToolTip
    Accessible.name: epoch.text

    Column {
        id: lines

        x: Theme.gap
        y: Theme.gapSmall
        spacing: Theme.unit / 2

        BodyText {
            id: epoch

            text: (readout.byEpoch ? qsTrId("chart.at_epoch") : qsTrId("chart.at_step")).arg(readout.chart.readingX)
            color: Theme.quiet
        }
        Repeater {
            model: readout.chart.reading

            Row {
                id: line

                required property chartReading modelData

                spacing: Theme.gapSmall
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.name + " " + modelData.value

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.legendDot
                    height: width
                    radius: width / 2
                    color: Theme.series[line.modelData.colorIndex - 1]
                }
                BodyText {
                    text: line.modelData.value
                    font.bold: line.modelData.nearest
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
                BodyText {
                    text: line.modelData.smooth.length > 0 ? qsTrId("chart.smooth").arg(line.modelData.smooth) : ""
                    color: Theme.quiet
                    wrapMode: Text.NoWrap
                    visible: text.length > 0
                    Accessible.ignored: true
                }
            }
        }
    }
}
