import QtQuick
import Vitrine
import Vitrine.App

// The picture that the visitor looked at last, to be guessed beside the others as it learns.
Card {
    id: card

    required property TrainPage page

    title: qsTrId("train.own.title")

    Row {
        width: parent ? parent.width : 0
        spacing: Theme.gap

        PictureItem {
            id: shown

            anchors.verticalCenter: parent.verticalCenter
            width: Theme.sampleTile * Math.min(Theme.textScale, 1.5)
            height: width
            image: card.page.ownPicture
            crop: true
            radius: Theme.radiusPicture
        }
        Pill {
            objectName: "withOwnPicture"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, parent.width - shown.width - Theme.gap)
            text: qsTrId("train.own.guess")
            iconName: card.page.withOwnPicture ? "check" : ""
            checked: card.page.withOwnPicture
            Accessible.role: Accessible.CheckBox
            Accessible.checked: card.page.withOwnPicture
            onClicked: card.page.withOwnPicture = !card.page.withOwnPicture
        }
    }
}
