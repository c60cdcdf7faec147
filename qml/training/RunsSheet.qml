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
