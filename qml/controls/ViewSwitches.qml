import QtQuick
import Vitrine
import Vitrine.App

// How the picture is shown. Only the drawings where there is no room for the words.
Row {
    id: switches

    required property PicturePage page

    readonly property bool worded: seenWords.implicitWidth + spacing + heatWords.implicitWidth <= width

    spacing: Theme.gap

    // The widths that the words would take.
    Pill {
        id: seenWords

        visible: false
        text: qsTrId("view.model")
        iconName: "pixels"
    }
    Pill {
        id: heatWords

        visible: false
        text: qsTrId("view.heat")
        iconName: "eye"
    }
    Pill {
        objectName: "modelViewSwitch"
        iconName: checked && switches.worded ? "check" : "pixels"
        text: switches.worded ? qsTrId("view.model") : ""
        Accessible.name: qsTrId("view.model")
        checkable: true
        checked: switches.page.seenShown
        onToggled: switches.page.seenShown = checked
    }
    Pill {
        objectName: "heatSwitch"
        iconName: checked && switches.worded ? "check" : "eye"
        text: switches.worded ? qsTrId("view.heat") : ""
        Accessible.name: qsTrId("view.heat")
        checkable: true
        checked: switches.page.heatShown
        onToggled: switches.page.heatShown = checked
    }
}
