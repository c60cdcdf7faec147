import QtQuick
import Vitrine
import Vitrine.App

// A chart with its title and legend, on a card.
Rectangle {
    id: card

    required property string title
    property alias chart: view
    property alias legendShown: legend.visible
    readonly property int margin: Theme.gap
    // Height with room for the curves, without and for the legend.
    readonly property real bare: heading.height + Theme.chartLeast + 2 * margin + 2 * Theme.gapSmall
    readonly property real legendHeight: legend.height

    color: Theme.panel
    radius: Theme.radius
    border.width: Theme.dark ? 0 : Theme.hairline
    border.color: Theme.line
    implicitHeight: bare + legendHeight

    BodyText {
        id: heading

        x: card.margin
        y: card.margin
        width: card.width - 2 * card.margin - (whole.visible ? whole.width + Theme.gapSmall : 0)
        text: card.title
        Accessible.role: Accessible.Heading
    }
    Pill {
        id: whole

        objectName: "chartWhole"
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapSmall
        y: heading.y + (heading.height - height) / 2
        compact: true
        text: qsTrId("chart.whole")
        visible: view.zoomed
        onClicked: view.reset_view()
    }
    LineChartView {
        id: view

        objectName: "chart"
        title: card.title
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: heading.bottom
        anchors.bottom: legend.visible ? legend.top : parent.bottom
        anchors.leftMargin: card.margin
        anchors.rightMargin: card.margin
        anchors.topMargin: Theme.gapSmall
        anchors.bottomMargin: legend.visible ? 0 : card.margin
    }
    ChartLegend {
        id: legend

        chart: view
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gapSmall
    }
}
