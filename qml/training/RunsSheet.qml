import QtQuick
import Vitrine
import Vitrine.App

// The trainings made before.
Sheet {
    id: sheet

    required property TrainPage page

    signal foreignAsked

    readonly property RunList runs: page.runs
    // Height for what lies under the title, so that the list alone is moved by a finger.
    readonly property real room: (parent ? parent.height : 0) - 2 * Theme.gap - 2 * padding - Theme.touchText - Theme.gap
    readonly property real least: 3 * Theme.touch

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
    // Rows are made as they come into sight, and only while somebody looks.
    ListView {
        id: list

        objectName: "runList"
        width: parent ? parent.width : 0
        height: Math.min(Math.max(contentHeight, Theme.touch), Math.max(sheet.least, sheet.room - y)) // without height it makes nothing
        visible: count > 0
        onCountChanged: forceLayout() // at once, not with the next frame
        model: sheet.visible ? sheet.runs : null
        reuseItems: true
        spacing: Theme.gapTouch
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        ScrollMark {
            view: list
        }
        // qmllint disable unqualified
        delegate: RunRow {
            width: list.width - (list.interactive ? Theme.gap : 0)
            runs: sheet.runs
            ListView.onPooled: renaming = false
            onOpened: {
                sheet.page.openRun(runId);
                sheet.close();
            }
        }
        // qmllint enable unqualified
    }
}
