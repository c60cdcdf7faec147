import QtQuick
import Vitrine

// Ideas of what to hold before the camera, while it has nothing that it knows.
Rectangle {
    id: card

    required property string things

    height: words.height + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.panel

    Column {
        id: words

        x: Theme.gap
        y: Theme.gap
        width: parent.width - 2 * Theme.gap
        spacing: Theme.unit / 2

        BodyText {
            width: parent.width
            text: qsTrId("camera.try")
            color: Theme.quiet
        }
        BodyText {
            objectName: "thingsToTry"
            width: parent.width
            text: card.things
        }
    }
}
