import QtQuick
import Vitrine
import Vitrine.App

// The places to begin at, side by side.
ListView {
    id: strip

    required property FilePicker picker

    implicitHeight: Theme.touchText
    orientation: ListView.Horizontal
    spacing: Theme.gapTouch
    clip: true
    interactive: contentWidth > width
    model: picker.places

    // qmllint disable unqualified
    delegate: Pill {
        required property int index
        required property string title
        required property bool here

        objectName: "place:" + index
        height: strip.height
        text: title
        iconName: here ? "check" : ""
        Accessible.selected: here
        onClicked: strip.picker.openPlace(index)
    }
    // qmllint enable unqualified
}
