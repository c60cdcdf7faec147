import QtQuick
import Vitrine

// A few choices side by side; one of them holds, or, with `several`, any number.
Flow {
    id: choices

    required property var options // [{value, text}]
    required property var chosen // a value, or a list of them
    property bool several: false

    signal picked(string value, bool on)

    function holds(value: string): bool {
        return several ? chosen.indexOf(value) >= 0 : chosen === value;
    }

    /// All in one row, where there is room.
    readonly property real natural: {
        let sum = 0;
        for (let i = 0; i < Math.min(made, pills.count); ++i)
            sum += (i > 0 ? spacing : 0) + (pills.itemAt(i)?.implicitWidth ?? 0);
        return sum;
    }
    property int made: 0 // pills that are there; made ahead, they come one by one

    // At most. Where the parent is as wide as what is in it, something that is not.
    property real room: parent ? parent.width : natural

    width: Math.min(natural, room)
    spacing: Theme.gap

    Repeater {
        id: pills

        model: choices.options
        onItemAdded: ++choices.made
        onItemRemoved: --choices.made

        Pill {
            required property var modelData
            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            readonly property bool on: choices.holds(modelData.value)

            objectName: choices.objectName + ":" + modelData.value
            text: modelData.text
            iconName: on ? "check" : ""
            Accessible.role: choices.several ? Accessible.CheckBox : Accessible.RadioButton
            Accessible.checked: on
            onClicked: choices.picked(modelData.value, !on)
            // qmllint enable unqualified
        }
    }
}
