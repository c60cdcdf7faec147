import QtQuick
import Vitrine

// Which of a run's results is looked at: one line, which a finger moves where it is too long.
Flickable {
    id: bar

    required property string section
    required property bool withFiles
    readonly property var sections: withFiles ? ["mix_ups", "mistakes", "classes", "curves", "files"] : ["mix_ups", "mistakes", "classes", "curves"]

    signal picked(string section)

    function reveal(tab: Item) {
        const last = Math.max(0, contentWidth - width);
        contentX = Math.max(0, Math.min(last, Math.max(tab.x + tab.width + Theme.gap - width, Math.min(contentX, tab.x - Theme.gap))));
    }

    implicitHeight: tabs.height
    contentWidth: tabs.width
    contentHeight: tabs.height
    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    interactive: contentWidth > width
    clip: interactive
    Accessible.role: Accessible.PageTabList

    Row {
        id: tabs

        spacing: Theme.gapTouch

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
                onActiveFocusChanged: if (activeFocus)
                    bar.reveal(this)
                onClicked: {
                    bar.reveal(this);
                    bar.picked(modelData);
                }
                // qmllint enable unqualified
            }
        }
    }
}
