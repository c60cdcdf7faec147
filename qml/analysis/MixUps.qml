import QtQuick
import Vitrine
import Vitrine.App

// "cat → dog 62 times", most often first; a tap shows the pictures.
Column {
    id: list

    required property RunReview review
    property int most: 5

    spacing: Theme.gapTouch

    BodyText {
        width: parent.width
        text: list.review.mixUps.length > 0 ? qsTrId("analysis.mix_ups") : qsTrId("analysis.no_mix_ups")
        Accessible.role: Accessible.Heading
    }
    Repeater {
        model: list.review.mixUps

        MixUpLine {
            required property mixUpRow modelData
            required property int index

            width: parent ? parent.width : 0
            row: modelData
            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            review: list.review
            visible: index < list.most
            // qmllint enable unqualified
        }
    }
}
