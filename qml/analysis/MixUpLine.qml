import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// One pair that is mixed up.
T.AbstractButton {
    id: line

    required property mixUpRow row
    required property RunReview review

    readonly property bool chosen: review.trueClass === row.trueClass && review.guessedClass === row.guessedClass

    objectName: "mixUp:" + row.trueClass + ":" + row.guessedClass
    text: row.words + " " + row.times
    implicitHeight: Math.max(Theme.touchSmall, words.height + Theme.bar + 2 * Theme.gapSmall)
    focusPolicy: Qt.StrongFocus
    onClicked: review.choose_cell(row.trueClass, row.guessedClass)

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radiusPicture
        color: line.chosen ? Theme.chosen : (line.down || line.hovered ? Theme.pressed : "transparent")
        border.width: line.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    BodyText {
        id: words

        x: Theme.gapSmall
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.bar / 2
        width: parent.width - times.width - 3 * Theme.gapSmall
        text: line.row.words
        Accessible.ignored: true
    }
    BodyText {
        id: times

        anchors.right: parent.right
        anchors.rightMargin: Theme.gapSmall
        anchors.verticalCenter: words.verticalCenter
        text: line.row.times
        color: Theme.quiet
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
    Rectangle {
        x: Theme.gapSmall
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit / 2
        width: (parent.width - 2 * Theme.gapSmall) * line.row.share
        height: Theme.bar / 2
        radius: height / 2
        color: Theme.probably
    }
}
