import QtQuick
import Vitrine
import Vitrine.App

// Asked once when the window is to close while a training goes on.
Sheet {
    id: sheet

    required property TrainPage page

    signal closeAnyway

    title: qsTrId("train.close.title")

    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.close.text")
        color: Theme.quiet
    }
    SheetRow {
        objectName: "closeKeep"
        width: parent ? parent.width : 0
        text: qsTrId("train.close.keep")
        onClicked: sheet.closeAnyway()
    }
    SheetRow {
        objectName: "closeStop"
        width: parent ? parent.width : 0
        text: qsTrId("train.close.stop")
        onClicked: {
            sheet.page.stopLive();
            sheet.closeAnyway();
        }
    }
    SheetRow {
        objectName: "closeCancel"
        width: parent ? parent.width : 0
        text: qsTrId("train.close.cancel")
        onClicked: sheet.close()
    }
}
