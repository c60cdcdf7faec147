import QtQuick
import Vitrine
import Vitrine.App

// The cameras that there are.
Sheet {
    id: sheet

    required property CameraPage page

    title: qsTrId("camera.choose")

    Repeater {
        model: sheet.page.cameras

        SheetRow {
            required property string modelData
            required property int index

            objectName: "camera:" + index
            width: parent ? parent.width : 0
            text: modelData
            // qmllint disable unqualified
            chosen: sheet.page.cameraChosen === index
            onClicked: {
                sheet.page.chooseCamera(index);
                sheet.close();
            }
            // qmllint enable unqualified
        }
    }
    PulseText {
        objectName: "camerasSearching"
        width: parent ? parent.width : 0
        text: qsTrId("camera.searching")
        running: visible
        visible: sheet.page.searching && sheet.page.cameras.length === 0
    }
    BodyText {
        width: parent ? parent.width : 0
        objectName: "noCameras"
        text: sheet.page.state === CameraPage.Running ? qsTrId("camera.none") : qsTrId("camera.none.at_all")
        color: Theme.quiet
        visible: !sheet.page.searching && sheet.page.cameras.length === 0
    }
}
