import QtQuick
import Vitrine
import Vitrine.App

// How sure the model was of its leading word over the last ten seconds.
Rectangle {
    id: card

    required property var points // see SparklineItem
    required property color tone

    height: label.height + Theme.trace
    radius: Theme.radius
    color: Theme.panel
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTrId("camera.trace")

    BodyText {
        id: label

        x: Theme.gap
        y: Theme.gapSmall
        text: qsTrId("camera.trace")
        color: Theme.quiet
        Accessible.ignored: true
    }
    SparklineItem {
        objectName: "trace"
        anchors.fill: parent
        anchors.margins: Theme.gap
        anchors.topMargin: label.y + label.height + Theme.unit / 2
        points: card.points
        color: card.tone
        lineWidth: Theme.lineThin
    }
}
