import QtQuick
import QtQuick.Dialogs
import Qt.labs.folderlistmodel // Qt's own dialog ends the program where it cannot load this
import Vitrine.App

// The system's own dialog, or Qt's where the system has none.
FileDialog {
    id: dialog

    required property PicturePage page
    required property FilePicker picker

    title: qsTrId("picture.choose")
    nameFilters: [qsTrId("picture.files") + " (" + page.filePatterns + ")"]
    fileMode: FileDialog.OpenFiles
    currentFolder: picker.folder
    onAccepted: picker.chooseUrls(selectedFiles)
    Component.onCompleted: open()
}
