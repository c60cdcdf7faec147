import QtQuick
import Vitrine

// A sign of focus on a picture: two rings, one of which differs from whatever the picture shows.
Rectangle {
    id: ring

    radius: Theme.radiusPicture
    color: "transparent"
    border.width: 3 * Theme.hairline
    border.color: Theme.text

    Rectangle {
        anchors.fill: parent
        anchors.margins: ring.border.width
        radius: ring.radius - ring.border.width
        color: "transparent"
        border.width: 3 * Theme.hairline
        border.color: Theme.ground
    }
}
