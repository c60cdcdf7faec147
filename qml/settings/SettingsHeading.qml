import QtQuick
import Vitrine

// What the settings below it are about, set off from those above.
Item {
    id: heading

    required property string text
    property bool first: false // nothing is above it

    implicitHeight: words.y + words.height

    Rectangle {
        y: Theme.gapSmall
        width: heading.width
        height: Theme.hairline
        color: Theme.line
        visible: !heading.first
    }
    BodyText {
        id: words

        objectName: heading.objectName + "Words"
        y: heading.first ? 0 : Theme.gapSmall + Theme.gap
        width: heading.width
        text: heading.text
        font.bold: true
        Accessible.role: Accessible.Heading
    }
}
