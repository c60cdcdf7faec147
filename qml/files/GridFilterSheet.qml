import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Which pictures of the grid are shown, and in which order.
Sheet {
    id: sheet

    required property PictureGrid pictures

    parent: T.Overlay.overlay
    x: parent ? (parent.width - width) / 2 : 0
    y: parent ? (parent.height - height) / 2 : 0
    title: qsTrId("grid.view")

    BodyText {
        text: qsTrId("files.sort")
        color: Theme.quiet
    }
    Repeater {
        model: [qsTrId("files.sort.name"), qsTrId("grid.sort.sure"), qsTrId("grid.sort.verdict")]

        // qmllint disable unqualified
        SheetRow {
            required property int index
            required property string modelData

            objectName: "order:" + index
            width: parent ? parent.width : 0
            text: modelData
            chosen: sheet.pictures.order === index
            onClicked: sheet.pictures.order = index
        }
        // qmllint enable unqualified
    }
    BodyText {
        text: qsTrId("grid.only")
        color: Theme.quiet
    }
    Repeater {
        model: [qsTrId("grid.all"), qsTrId("confidence.sure"), qsTrId("confidence.probably"), qsTrId("confidence.not_sure"), qsTrId("grid.unknown"), qsTrId("grid.failed")]

        // qmllint disable unqualified
        SheetRow {
            required property int index
            required property string modelData

            objectName: "verdict:" + index
            width: parent ? parent.width : 0
            text: modelData
            chosen: sheet.pictures.certaintyFilter === index - 1
            onClicked: sheet.pictures.certaintyFilter = index - 1
        }
        // qmllint enable unqualified
    }
    BodyText {
        text: qsTrId("grid.class")
        color: Theme.quiet
    }
    Repeater {
        model: sheet.visible ? sheet.pictures.classNames : []

        // qmllint disable unqualified
        SheetRow {
            required property int index
            required property string modelData

            objectName: "class:" + index
            width: parent ? parent.width : 0
            text: modelData
            chosen: sheet.pictures.classFilter === index
            onClicked: sheet.pictures.classFilter = index
        }
        // qmllint enable unqualified
    }
}
