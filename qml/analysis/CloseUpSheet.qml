import QtQuick
import Vitrine
import Vitrine.App

// One test picture: what it is, what the model says, and what a person may do about its label.
Sheet {
    id: sheet

    required property RunReview review
    readonly property var guess: review.closeUp
    readonly property bool there: guess !== undefined && guess !== null

    title: there ? guess.words : ""
    onClosed: review.look_at(-1)

    PictureItem {
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        width: Math.min(parent ? parent.width : 0, Theme.closeUp)
        height: width
        radius: Theme.radiusPicture
        image: sheet.there ? sheet.guess.image : undefined
        pixelated: true
        visible: !empty
        Accessible.ignored: true
    }
    BodyText {
        objectName: "closeUpTruth"
        width: parent ? parent.width : 0
        text: sheet.there ? qsTrId("analysis.really") + " " + qsTrId("analysis.sure_of").replace("%1", sheet.guess.trueName).replace("%2", sheet.guess.truePercentage) : ""
    }
    BodyText {
        objectName: "closeUpGuess"
        width: parent ? parent.width : 0
        text: sheet.there ? qsTrId("analysis.said") + " " + qsTrId("analysis.sure_of").replace("%1", sheet.guess.guessedName).replace("%2", sheet.guess.percentage) : ""
        color: sheet.there && sheet.guess.right ? Theme.sure : Theme.alarm
    }
    BodyText {
        objectName: "closeUpLeftOut"
        width: parent ? parent.width : 0
        text: qsTrId("analysis.left_out")
        visible: sheet.there && sheet.guess.leftOut
    }
    SheetRow {
        objectName: "leaveOut"
        width: parent ? parent.width : 0
        text: sheet.there && sheet.guess.leftOut ? qsTrId("analysis.take_back") : qsTrId("analysis.leave_out")
        visible: sheet.review.mayLeaveOut
        onClicked: sheet.review.leave_out(sheet.guess.picture, !sheet.guess.leftOut)
    }
    Connections {
        target: sheet.review

        function onClose_up_changed() {
            if (sheet.there)
                sheet.open();
            else
                sheet.close();
        }
    }
}
