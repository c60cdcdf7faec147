import QtQuick
import Vitrine
import Vitrine.App

// What was set differently in the runs whose curves lie over each other; a block a setting, so that
// long values have room.
Card {
    id: table

    required property RunComparison comparison
    readonly property int columns: comparison.titles.length
    readonly property real column: Math.floor((width - 2 * Theme.cardMargin - (columns - 1) * Theme.gap) / Math.max(1, columns))

    title: qsTrId("train.compare.what")
    spacing: Theme.gap

    Row {
        spacing: Theme.gap

        Repeater {
            model: table.comparison.titles

            BodyText {
                required property string modelData
                required property int index

                // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
                // qmllint disable unqualified
                width: table.column
                // qmllint enable unqualified
                text: modelData
                color: index === 0 ? Theme.text : Theme.series[(index + 1) % Theme.series.length]
                font.bold: true
            }
        }
    }
    Repeater {
        model: table.comparison.rows

        // qmllint disable unqualified
        Column {
            required property var modelData
            required property int index

            objectName: "difference:" + index
            width: parent ? parent.width : 0

            BodyText {
                width: parent.width
                text: modelData.name
                color: Theme.quiet
            }
            Row {
                spacing: Theme.gap

                Repeater {
                    model: modelData.values

                    BodyText {
                        required property string modelData

                        width: table.column
                        text: modelData
                        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    }
                }
            }
        }
        // qmllint enable unqualified
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.compare.same")
        color: Theme.quiet
        visible: table.comparison.rows.length === 1 // the accuracy alone
    }
}
