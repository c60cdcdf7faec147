import QtQuick
import Vitrine
import Vitrine.App

// What the two kinds of curves are, once for both charts; a tap takes one away from both and brings
// it back. And how the charts can be looked at.
Flow {
    id: legend

    required property CurveCharts cards
    property bool touchable: true // else it only says which is which
    readonly property ShownRun run: cards.run
    readonly property bool brief: width < Theme.railFrom * Theme.textScale // one line is enough

    spacing: touchable ? Theme.gapTouch : Theme.gap

    Repeater {
        model: legend.touchable && !legend.cards.withLegends ? Array.from(legend.run.ownSeries) : []

        ChartLegendEntry {
            required property ChartSeries modelData

            series: modelData
            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            widest: legend.width
            text: legend.brief ? (test ? qsTrId("train.curve.test.short") : qsTrId("train.curve.training.short")) : series.name
            onTurned: legend.run.showBoth(modelData.style, modelData.visible)
            // qmllint enable unqualified
        }
    }
    Repeater {
        model: legend.touchable ? [] : [qsTrId("train.curve.training"), qsTrId("train.curve.test")]

        Row {
            id: entry

            required property int index
            required property string modelData

            spacing: Theme.gapSmall

            Item {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.legendSign
                height: Theme.legendDot

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width
                    height: entry.index === 0 ? Theme.lineThin : Theme.lineThick
                    color: Theme.series[entry.index]
                }
                Rectangle {
                    anchors.centerIn: parent
                    width: Theme.legendDot
                    height: width
                    radius: width / 2
                    color: Theme.series[entry.index]
                    visible: entry.index === 1
                }
            }
            BodyText {
                text: entry.modelData
                color: Theme.quiet
                wrapMode: Text.NoWrap
            }
        }
    }
    Pill {
        objectName: "logAxis"
        text: qsTrId("chart.log")
        compact: true
        checked: legend.cards.logarithmic
        Accessible.role: Accessible.CheckBox
        visible: legend.touchable
        onClicked: legend.cards.logarithmic = !legend.cards.logarithmic
    }
    Pill {
        objectName: "showRate"
        text: qsTrId("train.figure.rate")
        compact: true
        checked: legend.cards.rateShown
        Accessible.role: Accessible.CheckBox
        visible: legend.touchable && legend.run.hasRate
        onClicked: legend.cards.rateShown = !legend.cards.rateShown
    }
}
