import QtQuick
import QtQuick.Templates as T
import Qt.labs.folderlistmodel
import Vitrine

// Chooses a folder by walking there, one tap a step.
Sheet {
    id: sheet

    property url folder
    property var files: [] // patterns of files that may be picked too

    signal picked(url folder)

    title: qsTrId("settings.choose_folder")
    parent: T.Overlay.overlay
    x: (parent.width - width) / 2
    y: (parent.height - height) / 2
    height: parent.height - 2 * Theme.gap
    onClosed: destroy()
    Component.onCompleted: open()

    FolderListModel {
        id: folders

        folder: sheet.folder
        showFiles: sheet.files.length > 0
        nameFilters: sheet.files.length > 0 ? sheet.files : ["*"]
        showOnlyReadable: true
    }
    BodyText {
        objectName: "folderPath"
        width: parent ? parent.width : 0
        text: decodeURIComponent(String(folders.folder).replace("file://", ""))
        color: Theme.quiet
        wrapMode: Text.WrapAnywhere
    }
    Pill {
        objectName: "useFolder"
        filled: true
        text: qsTrId("settings.use_folder")
        onClicked: {
            sheet.picked(folders.folder);
            sheet.close();
        }
    }
    SheetRow {
        objectName: "folderUp"
        width: parent ? parent.width : 0
        text: qsTrId("settings.folder_up")
        visible: String(folders.parentFolder).length > 0
        onClicked: folders.folder = folders.parentFolder
    }
    Repeater {
        model: folders

        SheetRow {
            required property string fileName
            required property url fileUrl
            required property bool fileIsDir

            objectName: "folder:" + fileName
            width: parent ? parent.width : 0
            text: fileName
            // qmllint disable unqualified
            onClicked: {
                if (fileIsDir) {
                    folders.folder = fileUrl;
                    return;
                }
                sheet.picked(fileUrl);
                sheet.close();
            }
            // qmllint enable unqualified
        }
    }
}
