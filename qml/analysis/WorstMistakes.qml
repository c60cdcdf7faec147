import QtQuick
import Vitrine
import Vitrine.App

// The wrong answers that the model was surest of.
PictureWall {
    title: qsTrId("analysis.worst")
    guesses: review.worstMistakes
}
