import QtQuick
import Vitrine

// What the two kinds of curves are, once for both charts.
Flow {
    id: legend

    spacing: Theme.gap

    Repeater {
        model: [qsTrId("train.curve.training"), qsTrId("train.curve.test")]

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
}
