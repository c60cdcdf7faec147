import QtQuick
import Vitrine

// A folder of the staff's, or none.
Column {
    id: row

    required property string label
    required property string folder // empty: none

    signal chooseAsked
    signal noneAsked

    spacing: Theme.gapSmall

    BodyText {
        width: row.width
        text: row.label
    }
    BodyText {
        width: row.width
        text: row.folder.length > 0 ? row.folder : qsTrId("settings.built_in")
        color: Theme.quiet
        wrapMode: Text.WrapAnywhere
    }
    Flow {
        width: row.width
        spacing: Theme.gap

        Pill {
            objectName: row.objectName + "Choose"
            text: qsTrId("settings.choose_folder")
            Accessible.description: row.label
            onClicked: row.chooseAsked()
        }
        Pill {
            objectName: row.objectName + "None"
            text: qsTrId("settings.built_in_only")
            Accessible.description: row.label
            visible: row.folder.length > 0
            onClicked: row.noneAsked()
        }
    }
}
