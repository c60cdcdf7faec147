import QtQuick
import Vitrine
import Vitrine.App

// Test pictures with what the model says of them; opens the data set when it is first seen.
Column {
    id: wall

    required property RunReview review
    required property string title
    required property var guesses

    function open() {
        if (visible && review.state === RunReview.Ready && review.pictures === RunReview.Empty)
            review.load_pictures();
    }

    spacing: Theme.gapSmall
    onVisibleChanged: open()
    Component.onCompleted: open()

    Connections {
        function onChanged() {
            wall.open();
        }

        target: wall.review
    }
    BodyText {
        width: parent.width
        text: wall.title
        Accessible.role: Accessible.Heading
    }
    PulseText {
        width: parent.width
        text: qsTrId("analysis.pictures.loading")
        running: wall.review.pictures === RunReview.Reading
        visible: running
    }
    BodyText {
        width: parent.width
        text: wall.review.picturesProblem
        color: Theme.quiet
        visible: text.length > 0
    }
    Flow {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: wall.guesses

            GuessTile {
                required property guessRow modelData

                guess: modelData
                // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
                // qmllint disable unqualified
                review: wall.review
                // qmllint enable unqualified
            }
        }
    }
}
