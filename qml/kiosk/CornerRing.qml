import QtQuick
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
    ProgressRing {
        anchors.fill: parent
        share: ring.share
        ink: Theme.lampOnScrim
        thickness: Theme.bar / 2
        inset: Theme.unit
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
