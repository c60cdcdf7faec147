import QtQuick
import Vitrine
import Vitrine.App

// A test picture, what it is and what the model says.
Column {
    id: tile

    required property guessRow guess

    width: Theme.thumbnail * Math.min(Theme.textScale, 1.5) + 2 * Theme.gap
    spacing: Theme.unit / 2
    Accessible.role: Accessible.Graphic
    Accessible.name: guess.words

    PictureItem {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.thumbnail * Math.min(Theme.textScale, 1.5)
        height: width
        radius: Theme.radiusPicture
        image: tile.guess.image
        pixelated: true
        visible: !empty
    }
    BodyText {
        width: parent.width
        text: tile.guess.guessedName
        color: tile.guess.right ? Theme.sure : Theme.alarm
        font.pixelSize: Theme.sizeSmall
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    BodyText {
        width: parent.width
        text: tile.guess.percentage
        color: Theme.quiet
        font.pixelSize: Theme.sizeSmall
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
