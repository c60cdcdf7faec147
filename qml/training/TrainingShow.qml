import QtQuick
import Vitrine
import Vitrine.App

// A training as passers-by see it: its words, its curves, its guesses.
Item {
    id: show

    required property ShownRun run

    Column {
        id: words

        width: show.width

        BodyText {
            objectName: "showWords"
            width: parent.width
            text: show.run.epochText
            font.pixelSize: Theme.sizeHeadline
            font.bold: true
        }
        BodyText {
            width: parent.width
            text: show.run.leftText
            color: Theme.quiet
            font.pixelSize: Theme.sizeTitle
        }
    }
    PresentedRun {
        y: words.height + Theme.gap
        width: show.width
        height: show.height - y
        run: show.run
    }
}
