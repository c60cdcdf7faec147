import QtQuick
import Vitrine
import Vitrine.App

// How often it is right about each class, and whether it knows how sure it may be.
Item {
    id: section

    required property RunReview review
    required property bool wide
    readonly property real column: wide ? Math.floor((width - Theme.gap) / 2) : width

    implicitHeight: wide ? Math.max(bars.height, diagram.height) : diagram.y + diagram.height

    Card {
        id: bars

        width: section.column

        PerClassBars {
            width: parent ? parent.width : 0
            review: section.review
        }
    }
    Card {
        id: diagram

        x: section.wide ? section.column + Theme.gap : 0
        y: section.wide ? 0 : bars.height + Theme.gap
        width: section.column

        ReliabilityDiagram {
            width: parent ? parent.width : 0
            review: section.review
        }
    }
}
