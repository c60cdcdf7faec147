import QtQuick
import Vitrine
import Vitrine.App

// Over the picture: the model that looks, what it races against, and keeping this moment.
Item {
    id: title

    required property WindowModel window

    readonly property CameraPage page: window.cameraPage
    // Buttons without words are as wide as they are high.
    readonly property int button: Theme.touchText + Theme.gapTouch
    readonly property int needed: model.implicitWidth + (page.race.possible ? button : 0) + (page.maySave ? button : 0)
    readonly property bool worded: needed - Theme.touchText + raceWords.implicitWidth <= width

    signal modelsAsked
    signal rivalsAsked

    height: model.height

    Pill {
        id: raceWords

        visible: false // the width that the words would take
        text: qsTrId("race.title")
        iconName: "race"
    }
    Pill {
        id: model

        objectName: "modelPill"
        width: Math.min(implicitWidth, title.width - title.needed + implicitWidth)
        text: title.window.modelTitle
        iconName: "chevron"
        iconLast: true
        Accessible.description: qsTrId("model.choose")
        onClicked: title.modelsAsked()
    }
    Pill {
        id: race

        objectName: "raceButton"
        x: model.width + Theme.gapTouch
        height: model.height
        text: title.worded ? qsTrId("race.title") : ""
        iconName: "race"
        Accessible.name: qsTrId("race.title")
        checked: title.page.race.running
        visible: title.page.race.possible
        onClicked: title.rivalsAsked()
    }
    Pill {
        id: save

        objectName: "cameraSave"
        x: title.width - width
        height: model.height
        iconName: "save"
        Accessible.name: qsTrId("save.button")
        enabled: title.page.answered && !title.page.saving
        visible: title.page.maySave
        onClicked: title.page.save()
    }
}
