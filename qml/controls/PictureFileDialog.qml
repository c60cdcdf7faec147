import QtQuick
import QtQuick.Dialogs
import Vitrine.App

// The system's own dialog.
FileDialog {
    id: dialog

    required property PicturePage page

    title: qsTrId("picture.choose")
    nameFilters: [qsTrId("picture.files") + " (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif)"]
    onAccepted: page.openUrl(selectedFile)
    Component.onCompleted: open()
}
