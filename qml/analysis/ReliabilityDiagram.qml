import QtQuick
import Vitrine
import Vitrine.App

// Whether the model's confidence can be trusted, with a sentence that says how to read it.
Column {
    id: diagram

    required property RunReview review

    spacing: Theme.gapSmall

    BodyText {
        width: parent.width
        text: qsTrId("analysis.reliability")
        Accessible.role: Accessible.Heading
    }
    ReliabilityItem {
        width: parent.width
        height: Math.min(width * Theme.diagramShape, Theme.diagramMost)
        review: diagram.review
        barColor: Theme.series[0]
        gridColor: Theme.line
        textColor: Theme.text
        quietColor: Theme.quiet
        textSize: Theme.sizeTick
        Accessible.role: Accessible.Chart
        Accessible.name: qsTrId("analysis.reliability")
        Accessible.description: diagram.review.reliabilityWords
    }
    BodyText {
        width: parent.width
        text: qsTrId("analysis.reliability.how").arg(diagram.review.calibrationError)
        color: Theme.quiet
    }
}
