import QtQuick
import Vitrine
import Vitrine.App

// One picture with the present guess under it; it turns over when the guess changes.
Column {
    id: tile

    required property int index
    required property var picture
    required property string guess
    required property bool correct
    required property bool known
    required property bool own
    required property bool turned
    required property real side // of the picture
    property int wordSize: Theme.sizeSmall

    spacing: Theme.unit / 4
    Accessible.role: Accessible.StaticText
    Accessible.name: (own ? qsTrId("train.probe.own") + ": " : "") + guess + (known ? ", " + (correct ? qsTrId("train.probe.right") : qsTrId("train.probe.wrong")) : "")

    onGuessChanged: {
        if (turned && Theme.motion > 0)
            flip.restart();
    }

    Item {
        width: parent.width
        height: tile.side

        PictureItem {
            id: shown

            anchors.horizontalCenter: parent.horizontalCenter
            width: tile.side
            height: width
            image: tile.picture
            crop: true
            radius: Theme.radiusPicture
            transform: Rotation {
                id: turn

                origin.x: shown.width / 2
                origin.y: shown.height / 2
                axis {
                    x: 0
                    y: 1
                    z: 0
                }
            }
        }
        // The visitor's own among the others.
        Rectangle {
            anchors.fill: shown
            anchors.margins: -Theme.unit / 4
            radius: Theme.radiusPicture
            color: "transparent"
            border.width: 2 * Theme.hairline
            border.color: Theme.lamp
            visible: tile.own
        }
        IconItem {
            anchors.left: shown.right
            anchors.leftMargin: Theme.unit / 2
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.iconSmall
            height: Theme.iconSmall
            name: tile.correct ? "check" : "not-sure"
            color: tile.correct ? Theme.sure : Theme.quiet
            opacity: tile.known ? 1 : 0
        }
    }
    BodyText {
        objectName: "probeGuess"
        width: parent.width
        text: tile.guess
        color: tile.correct ? Theme.sure : Theme.quiet
        font.pixelSize: tile.wordSize
        font.bold: tile.correct
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    NumberAnimation {
        id: flip

        target: turn
        property: "angle"
        from: 90
        to: 0
        duration: Theme.motion
        easing.type: Easing.OutCubic
    }
}
