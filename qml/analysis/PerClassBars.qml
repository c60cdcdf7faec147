import QtQuick
import Vitrine
import Vitrine.App

// How often the model is right about each class.
Column {
    id: bars

    required property RunReview review

    spacing: Theme.gapSmall

    BodyText {
        width: parent.width
        text: qsTrId("analysis.classes")
        Accessible.role: Accessible.Heading
    }
    Repeater {
        model: bars.review.classAccuracies

        CandidateBar {
            required property classAccuracyRow modelData

            width: parent ? parent.width : 0
            label: modelData.name
            percentage: modelData.percentage
            probability: modelData.accuracy
            leading: true
        }
    }
}
