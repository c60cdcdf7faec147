import QtQuick
import Vitrine
import Vitrine.App

// The model picker.
Sheet {
    id: modelSheet

    required property WindowModel window

    title: qsTrId("model.choose")
    widest: Theme.sheetWide

    Repeater {
        model: modelSheet.window.models

        SheetRow {
            id: row

            required property string name
            required property string title
            required property bool current
            required property var card

            objectName: "model:" + name
            width: parent ? parent.width : 0
            text: title
            detail: card.join("\n")
            chosen: current
            onClicked: {
                // qmllint disable unqualified
                modelSheet.window.openModel(row.name);
                modelSheet.close();
                // qmllint enable unqualified
            }
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("model.none")
        color: Theme.quiet
        visible: modelSheet.window.models.count === 0
    }
}
