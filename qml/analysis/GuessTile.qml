import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A test picture and what the model says of it; a tap shows it closely.
T.AbstractButton {
    id: tile

    required property guessRow guess
    required property RunReview review
    readonly property real side: Theme.thumbnail * Math.min(Theme.textScale, 1.5)

    objectName: "guess:" + guess.picture
    text: guess.words
    implicitWidth: Theme.tile * Math.min(Theme.textScale, 1.75)
    implicitHeight: column.implicitHeight + 2 * Theme.gapSmall
    focusPolicy: Qt.StrongFocus
    onClicked: review.look_at(guess.picture)

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radiusPicture
        color: tile.down || tile.hovered ? Theme.pressed : "transparent"
        border.width: tile.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    Column {
        id: column

        y: Theme.gapSmall
        width: tile.width
        spacing: Theme.unit / 2

        PictureItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: tile.side
            height: width
            radius: Theme.radiusPicture
            image: tile.guess.image
            pixelated: true
            visible: !empty
            opacity: tile.guess.leftOut ? Theme.disabled : 1
        }
        BodyText {
            objectName: "guessTruth"
            width: parent.width
            text: tile.guess.trueName
            color: tile.guess.right ? Theme.sure : Theme.text
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
        BodyText {
            objectName: "guessMade"
            width: parent.width
            text: qsTrId("analysis.taken_for").replace("%1", tile.guess.guessedName)
            color: Theme.alarm
            horizontalAlignment: Text.AlignHCenter
            visible: !tile.guess.right
            Accessible.ignored: true
        }
        BodyText {
            width: parent.width
            text: tile.guess.percentage
            color: Theme.quiet
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
