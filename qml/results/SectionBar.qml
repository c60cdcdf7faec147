import QtQuick
import Vitrine

// Which of a run's results is looked at.
Flow {
    id: bar

    required property string section
    required property bool withFiles
    readonly property var sections: withFiles ? ["mix_ups", "mistakes", "classes", "curves", "files"] : ["mix_ups", "mistakes", "classes", "curves"]

    signal picked(string section)

    spacing: Theme.gapTouch
    Accessible.role: Accessible.PageTabList

    Repeater {
        model: bar.sections

        Pill {
            required property string modelData

            objectName: "section:" + modelData
            text: qsTrId("train.section." + modelData)
            compact: true
            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            checked: bar.section === modelData
            Accessible.role: Accessible.PageTab
            Accessible.selected: checked
            onClicked: bar.picked(modelData)
            // qmllint enable unqualified
        }
    }
}
