import QtQuick
import Vitrine

// A panel with a heading.
Rectangle {
    id: card

    property string title: ""
    default property alias content: column.data
    property alias spacing: column.spacing

    implicitHeight: column.implicitHeight + 2 * Theme.cardMargin
    radius: Theme.radius
    color: Theme.panel
    border.width: Theme.dark ? 0 : Theme.hairline
    border.color: Theme.line

    Column {
        id: column

        x: Theme.cardMargin
        y: Theme.cardMargin
        width: card.width - 2 * Theme.cardMargin
        spacing: Theme.gapSmall

        BodyText {
            width: parent.width
            text: card.title
            visible: text.length > 0
            font.bold: true
            Accessible.role: Accessible.Heading
        }
    }
}
