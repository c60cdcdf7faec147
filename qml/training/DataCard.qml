import QtQuick
import Vitrine
import Vitrine.App

// Which pictures it learns from: chosen, checked, counted, and a few of them shown.
Card {
    id: card

    required property TrainPage page
    readonly property TrainingDataChoice choice: page.choice
    property bool askedForOwn: false
    /// The drawing shows, and nothing can be trained, until a folder is chosen.
    readonly property bool wantsFolder: askedForOwn && choice.folder.length === 0

    signal folderAsked
    signal cifar10Asked

    title: qsTrId("train.data.title")

    Flow {
        width: parent ? parent.width : 0
        spacing: Theme.gapSmall
        visible: !card.page.tasterOnly

        Choices {
            objectName: "dataKind"
            width: parent ? parent.width : 0
            options: [
                {
                    "value": "board",
                    "text": qsTrId("train.data.board")
                },
                {
                    "value": "own",
                    "text": qsTrId("train.data.own")
                },
                {
                    "value": "cifar",
                    "text": qsTrId("train.data.cifar")
                }
            ]
            chosen: card.choice.folder.length === 0 && !card.wantsFolder ? "board" : (card.choice.kind === TrainingDataChoice.Cifar10 ? "cifar" : "own")
            onPicked: value => {
                card.askedForOwn = value === "own" && card.choice.folder.length === 0;
                if (value === "board")
                    card.choice.chooseOnBoard();
                else if (value === "cifar")
                    card.cifar10Asked();
                else if (card.choice.folder.length > 0 && card.choice.kind !== TrainingDataChoice.OwnPictures)
                    card.folderAsked();
            }
        }
    }
    Column {
        width: parent ? parent.width : 0
        spacing: Theme.gapSmall
        visible: card.wantsFolder || card.choice.folder.length > 0

        FolderDrawing {
            visible: card.choice.kind !== TrainingDataChoice.Cifar10 || card.wantsFolder
        }
        BodyText {
            width: parent.width
            text: card.choice.folder.length > 0 ? card.choice.folder : qsTrId("train.data.own.how")
            color: Theme.quiet
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
        Pill {
            objectName: "chooseTrainingFolder"
            text: qsTrId("train.data.choose")
            iconName: "folder"
            onClicked: card.choice.kind === TrainingDataChoice.Cifar10 && !card.wantsFolder ? card.cifar10Asked() : card.folderAsked()
        }
    }
    PulseText {
        width: parent ? parent.width : 0
        text: qsTrId("train.data.checking")
        running: visible
        visible: card.choice.state === TrainingDataChoice.Checking
    }
    BodyText {
        objectName: "dataSummary"
        width: parent ? parent.width : 0
        text: card.choice.summary
        color: Theme.quiet
        visible: text.length > 0 && !card.wantsFolder
    }
    BodyText {
        objectName: "leftOut"
        width: parent ? parent.width : 0
        text: card.page.leftOut
        visible: text.length > 0 && !card.wantsFolder
    }
    Pill {
        objectName: "bringLeftOutBack"
        text: qsTrId("train.left_out.back")
        visible: card.page.leftOut.length > 0 && !card.wantsFolder
        onClicked: card.page.bringLeftOutBack()
    }
    Row {
        width: parent ? parent.width : 0
        spacing: Theme.gapSmall
        visible: card.choice.problem.length > 0

        IconItem {
            width: Theme.iconSmall
            height: Theme.iconSmall
            y: Theme.unit / 2
            name: "alert"
            color: Theme.alarm
        }
        BodyText {
            objectName: "dataProblem"
            width: parent.width - Theme.iconSmall - Theme.gapSmall
            text: card.choice.problem
            Accessible.role: Accessible.AlertMessage
        }
    }
    Flow {
        width: parent ? parent.width : 0
        spacing: Theme.gap
        visible: card.choice.problem.length > 0

        Pill {
            objectName: "takeSuggestion"
            width: Math.min(implicitWidth, parent ? parent.width : implicitWidth)
            text: qsTrId("train.data.suggest").replace("%1", card.choice.suggestion.split("/").pop())
            visible: card.choice.suggestion.length > 0
            onClicked: card.choice.takeSuggestion()
        }
        Pill {
            objectName: "checkAgain"
            text: qsTrId("train.data.again")
            onClicked: card.choice.checkAgain()
        }
    }
    Flow {
        width: parent ? parent.width : 0
        spacing: Theme.gapSmall
        visible: !card.wantsFolder

        Repeater {
            model: card.choice.samples

            // qmllint disable unqualified
            Column {
                required property var modelData
                readonly property real tile: Theme.sampleTile * Math.min(Theme.textScale, 1.5)

                width: Math.max(tile, caption.implicitWidth)
                spacing: Theme.unit / 2
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.name + " " + modelData.count

                PictureItem {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.tile
                    height: width
                    image: parent.modelData.picture
                    crop: true
                    radius: Theme.radiusPicture
                }
                BodyText {
                    id: caption

                    anchors.horizontalCenter: parent.horizontalCenter
                    text: parent.modelData.name
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }
            // qmllint enable unqualified
        }
    }
    Repeater {
        model: card.wantsFolder ? [] : card.choice.remarks

        BodyText {
            required property string modelData

            width: parent ? parent.width : 0
            text: modelData
            color: Theme.quiet
        }
    }
}
