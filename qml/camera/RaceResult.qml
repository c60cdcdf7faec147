import QtQuick
import Vitrine
import Vitrine.App

// Two answers to the same frames, and who was faster.
Column {
    id: result

    required property CameraRace race

    spacing: Theme.gapSmall

    RaceLaneCard {
        objectName: "firstLane"
        width: parent.width
        lane: result.race.first
    }
    RaceLaneCard {
        objectName: "secondLane"
        width: parent.width
        lane: result.race.second
    }
    BodyText {
        objectName: "raceSummary"
        width: parent.width
        text: result.race.summary
        visible: text.length > 0
    }
}
