import QtQuick
import QtQuick.Templates as T
import Qt.labs.folderlistmodel
import Vitrine

// Chooses a folder by walking there, one tap a step.
Sheet {
    id: sheet

    property url folder
    property string hint: "" // what is looked for
    property var files: [] // patterns of files that may be picked too
    property var marks: [] // patterns of files of which the right folder has one; none: any folder
    property string missing: "" // said where it has none
    readonly property bool right: marks.length === 0 || found.count > 0

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
        showDirsFirst: true
        showFiles: sheet.files.length > 0
        nameFilters: sheet.files.length > 0 ? sheet.files : ["*"]
        showOnlyReadable: true
    }
    FolderListModel {
        id: found

        folder: folders.folder
        showDirs: false
        showFiles: sheet.marks.length > 0
        nameFilters: sheet.marks
    }
    BodyText {
        objectName: "folderHint"
        width: parent ? parent.width : 0
        text: sheet.hint
        visible: text.length > 0
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
        enabled: sheet.right
        onClicked: {
            sheet.picked(folders.folder);
            sheet.close();
        }
    }
    BodyText {
        objectName: "folderMissing"
        width: parent ? parent.width : 0
        text: sheet.missing
        color: Theme.quiet
        visible: !sheet.right && text.length > 0
    }
    SheetRow {
        objectName: "folderUp"
        width: parent ? parent.width : 0
        text: qsTrId("settings.folder_up")
        iconName: "back"
        visible: String(folders.folder) !== "file:///"
        onClicked: folders.folder = folders.parentFolder
    }
    Repeater {
        model: folders

        SheetRow {
            required property string fileName
            required property url fileUrl
            required property bool fileIsDir

            objectName: (fileIsDir ? "folder:" : "file:") + fileName
            width: parent ? parent.width : 0
            text: fileName
            iconName: fileIsDir ? "folder" : "file"
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
