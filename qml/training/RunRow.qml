import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// An earlier training in the list, and what can be done with it.
Column {
    id: row

    required property string runId
    required property string title
    required property string detail
    required property string accuracy
    required property int state
    required property bool shown
    required property bool compared
    required property string compareReason
    required property bool gone
    required property bool onBoard
    required property RunList runs
    property bool renaming: false

    signal opened

    function keepName() {
        runs.rename(runId, field.text);
        renaming = false;
    }

    spacing: Theme.gapTouch

    SheetRow {
        objectName: "run:" + row.runId
        width: row.width
        text: row.gone ? qsTrId("train.runs.deleted").replace("%1", row.title) : (row.accuracy.length > 0 ? row.title + " · " + row.accuracy : row.title)
        detail: row.detail
        enabled: !row.gone
        opacity: enabled ? 1 : Theme.disabled
        chosen: row.shown
        onClicked: row.opened()
    }
    Flow {
        width: row.width
        spacing: Theme.gapTouch
        visible: !row.renaming

        Pill {
            objectName: "undoDelete"
            text: qsTrId("train.runs.undo")
            compact: true
            visible: row.gone
            onClicked: row.runs.undo()
        }
        Pill {
            objectName: "compare:" + row.runId
            text: qsTrId("train.runs.compare")
            iconName: row.compared ? "check" : ""
            compact: true
            Accessible.role: Accessible.CheckBox
            Accessible.checked: row.compared
            visible: row.runs.comparing && row.compareReason.length === 0 && !row.gone
            onClicked: row.runs.toggleCompared(row.runId)
        }
        Pill {
            objectName: "rename:" + row.runId
            text: qsTrId("train.runs.rename")
            compact: true
            visible: !row.gone && !row.onBoard
            onClicked: {
                row.renaming = true;
                field.text = row.title;
                field.forceActiveFocus();
                field.selectAll();
            }
        }
        Pill {
            objectName: "delete:" + row.runId
            text: qsTrId("train.runs.delete")
            compact: true
            visible: !row.gone && !row.onBoard && row.state !== 0 // one in training is stopped first
            onClicked: row.runs.remove(row.runId)
        }
        BodyText {
            objectName: "compareReason:" + row.runId
            height: Theme.touchText
            text: row.compareReason
            color: Theme.quiet
            verticalAlignment: Text.AlignVCenter
            visible: row.runs.comparing && text.length > 0 && !row.gone
        }
    }
    Row {
        width: row.width
        spacing: Theme.gapTouch
        visible: row.renaming

        T.TextField {
            id: field

            objectName: "name:" + row.runId
            width: parent.width - keep.width - parent.spacing
            implicitHeight: Theme.touchSmall
            color: Theme.text
            font.pixelSize: Theme.sizeBody
            leftPadding: Theme.gap
            rightPadding: Theme.gap
            verticalAlignment: TextInput.AlignVCenter
            maximumLength: 80
            selectionColor: Theme.lamp
            selectedTextColor: Theme.onFill
            Accessible.name: qsTrId("train.runs.name")

            background: Rectangle {
                radius: Theme.radius
                color: "transparent"
                border.width: 2 * Theme.hairline
                border.color: Theme.lamp
            }
            onAccepted: row.keepName()
            Keys.onEscapePressed: row.renaming = false
        }
        Pill {
            id: keep

            objectName: "keepName:" + row.runId
            iconName: "check"
            compact: true
            Accessible.name: qsTrId("train.runs.rename")
            onClicked: row.keepName()
        }
    }
}
