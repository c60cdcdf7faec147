import QtQuick
import Vitrine
import Vitrine.App

// Before a very long training.
Sheet {
    id: sheet

    required property TrainPage page

    title: page.question
    onClosed: page.leaveQuestion()

    SheetRow {
        objectName: "startFew"
        width: parent ? parent.width : 0
        text: sheet.page.threeEpochsTime.length > 0 ? qsTrId("train.question.few.time").replace("%1", sheet.page.threeEpochsTime) : qsTrId("train.question.few")
        onClicked: sheet.page.startFewEpochs()
    }
    SheetRow {
        objectName: "startAll"
        width: parent ? parent.width : 0
        text: qsTrId("train.question.all")
        onClicked: sheet.page.startAnyway()
    }
    SheetRow {
        objectName: "startNot"
        width: parent ? parent.width : 0
        text: qsTrId("train.question.back")
        onClicked: sheet.close()
    }
    Connections {
        target: sheet.page

        function onStart_changed() {
            if (sheet.page.question.length > 0)
                sheet.open();
            else
                sheet.close();
        }
    }
}
