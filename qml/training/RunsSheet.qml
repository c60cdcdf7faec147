import QtQuick
import Vitrine
import Vitrine.App

// The trainings made before.
Sheet {
    id: sheet

    required property TrainPage page

    signal foreignAsked

    readonly property RunList runs: page.runs

    title: qsTrId("train.runs")
    widest: Theme.sheetWide
    onAboutToShow: runs.refresh()

    Row {
        width: parent ? parent.width : 0
        spacing: Theme.gap
        visible: sheet.runs.removed.length > 0

        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - undo.width - Theme.gap
            text: qsTrId("train.runs.deleted").replace("%1", sheet.runs.removed)
        }
        Pill {
            id: undo

            objectName: "undoDelete"
            text: qsTrId("train.runs.undo")
            onClicked: sheet.runs.undo()
        }
    }
    Pill {
        objectName: "openForeign"
        text: qsTrId("train.foreign")
        iconName: "folder"
        onClicked: {
            sheet.close();
            sheet.foreignAsked();
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: sheet.runs.problem
        color: Theme.alarm
        visible: text.length > 0
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.runs.none")
        color: Theme.quiet
        visible: sheet.runs.count === 0
    }
    Repeater {
        model: sheet.runs

        // qmllint disable unqualified
        RunRow {
            width: parent ? parent.width : 0
            runs: sheet.runs
            onOpened: {
                sheet.page.openRun(runId);
                sheet.close();
            }
        }
        // qmllint enable unqualified
    }
}
