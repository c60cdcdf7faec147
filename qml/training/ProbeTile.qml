import QtQuick
import Vitrine
import Vitrine.App

// One picture with the present guess under or beside it; it turns over when the guess changes.
Grid {
    id: tile

    required property int index
    required property var picture
    required property string guess
    required property bool correct
    required property bool known
    required property bool turned
    required property real side // of the picture
    property bool beside: false

    columns: beside ? 2 : 1
    spacing: beside ? Theme.gapSmall : Theme.unit / 4
    verticalItemAlignment: Grid.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: guess + (known ? ", " + (correct ? qsTrId("train.probe.right") : qsTrId("train.probe.wrong")) : "")

    onGuessChanged: {
        if (turned && Theme.motion > 0)
            flip.restart();
    }

    PictureItem {
        id: shown

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
    Column {
        width: tile.beside ? tile.width - tile.side - tile.spacing : tile.width
        spacing: Theme.unit / 4

        BodyText {
            objectName: "probeGuess"
            width: parent.width
            text: tile.guess
            color: tile.correct ? Theme.sure : Theme.quiet
            font.pixelSize: Theme.sizeSmall
            font.bold: tile.correct
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.sizeSmall / 2
            horizontalAlignment: tile.beside ? Text.AlignLeft : Text.AlignHCenter
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        IconItem {
            x: tile.beside ? 0 : (parent.width - width) / 2
            width: Theme.iconSmall
            height: Theme.iconSmall
            name: tile.correct ? "check" : "not-sure"
            color: tile.correct ? Theme.sure : Theme.quiet
            opacity: tile.known ? 1 : 0
        }
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
