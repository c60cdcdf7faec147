import QtQuick
import QtQuick.Shapes
import Vitrine
import Vitrine.App

// Fills while a finger is held in the corner, so that staff know how long to hold it.
Item {
    id: ring

    required property KioskModel kiosk
    property real share: 0

    z: Theme.overEverything
    width: Theme.touch
    height: Theme.touch
    visible: kiosk.cornerHeld
    Accessible.ignored: true
    onVisibleChanged: visible ? fill.restart() : fill.stop()

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: Theme.scrim
    }
    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: Theme.lampOnScrim
            strokeWidth: Theme.bar / 2
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: ring.width / 2 - Theme.unit
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360 * ring.share
            }
        }
    }
    NumberAnimation {
        id: fill

        target: ring
        property: "share"
        from: 0
        to: 1
        duration: ring.kiosk.holdMs
    }
}
