import QtQuick
import Vitrine
import Vitrine.App

// What a folder says where it shows nothing: that it is being listed, is empty, or cannot be shown.
Column {
    id: notice

    required property FilePicker picker
    required property bool empty

    spacing: Theme.gap
    visible: picker.state !== FilePicker.Shown || empty

    PulseText {
        objectName: "listing"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: notice.picker.progress.length > 0 ? notice.picker.progress : qsTrId("files.listing")
        running: visible
        visible: notice.picker.state === FilePicker.Listing
    }
    BalancedText {
        objectName: "folderProblem"
        text: notice.picker.state === FilePicker.Problem ? notice.picker.problem : (notice.picker.state === FilePicker.Cancelled ? qsTrId("files.cancelled") : (notice.picker.flat ? qsTrId("picture.none.stand") : qsTrId("files.empty")))
        visible: notice.picker.state !== FilePicker.Listing
        Accessible.role: Accessible.AlertMessage
    }
    Pill {
        objectName: "cancelListing"
        anchors.horizontalCenter: parent.horizontalCenter
        text: qsTrId("files.cancel")
        visible: notice.picker.state === FilePicker.Listing
        onClicked: notice.picker.cancel()
    }
    Pill {
        objectName: "retryListing"
        anchors.horizontalCenter: parent.horizontalCenter
        text: qsTrId("files.retry")
        visible: notice.picker.state === FilePicker.Problem || notice.picker.state === FilePicker.Cancelled
        onClicked: notice.picker.retry()
    }
}
