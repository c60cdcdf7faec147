import QtQuick
import Vitrine

Rectangle {
    id: card

    required property string title
    property alias chart: view
    property bool legendShown: true

    color: Theme.panel
    radius: Theme.radius

    BodyText {
        x: Theme.gap
        y: Theme.gap
        text: card.title
    }
    LineChartView {
        id: view
    }
}
