import QtQuick
import Vitrine
import Vitrine.App

// Before a training: pictures, a way to learn, a bet.
Item {
    id: view

    required property TrainPage page
    readonly property bool portrait: height > width
    readonly property bool wide: !portrait && Theme.textScale <= 1.5
    readonly property int margin: height >= Theme.roomyFrom - 2 * Theme.gap ? Theme.gapWide : Theme.gap
    readonly property real column: wide ? Math.floor((scroll.width - Theme.gap) / 2) : scroll.width

    signal runsAsked
    signal folderAsked
    signal cifar10Asked
    signal optionsAsked

    BodyText {
        id: title

        x: view.margin
        y: view.margin
        width: runs.x - Theme.gap - x
        text: qsTrId("train.choose.title")
        font.pixelSize: Theme.sizeTitle
        font.bold: true
        Accessible.role: Accessible.Heading
    }
    BodyText {
        id: intro

        objectName: "chooseIntro"
        x: view.margin
        y: title.y + title.height
        width: title.width
        text: view.page.tasterOnly ? qsTrId("train.choose.intro.taster") : qsTrId("train.choose.intro")
        color: Theme.quiet
    }
    Pill {
        id: runs

        objectName: "earlierRuns"
        anchors.right: parent.right
        anchors.rightMargin: view.margin
        y: view.margin
        text: view.width > Theme.railFrom / 2 ? qsTrId("train.runs") : ""
        iconName: "history"
        Accessible.name: qsTrId("train.runs")
        visible: !view.page.tasterOnly
        onClicked: view.runsAsked()
    }
    Flickable {
        id: scroll

        x: view.margin
        y: Math.max(intro.y + intro.height, runs.y + runs.height) + Theme.gap
        width: view.width - 2 * view.margin
        height: bottom.y - Theme.gap - y
        readonly property real end: own.visible ? own.y + own.height : bet.y + bet.height
        contentHeight: view.wide ? Math.max(end, right.height) : end
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        onVisibleChanged: contentY = 0

        Column {
            id: left

            width: view.column
            spacing: Theme.gap

            DataCard {
                id: dataCard

                objectName: "dataCard"
                width: parent.width
                page: view.page
                onFolderAsked: view.folderAsked()
                onCifar10Asked: view.cifar10Asked()
            }
        }
        Column {
            id: right

            x: view.wide ? view.column + Theme.gap : 0
            y: view.wide ? 0 : left.height + Theme.gap
            width: view.column
            spacing: Theme.gap

            Card {
                width: parent.width
                title: qsTrId("train.method.title")
                spacing: Theme.gap

                Repeater {
                    model: view.page.recipes

                    // qmllint disable unqualified
                    RecipeCard {
                        objectName: "recipe:" + name
                        width: parent ? parent.width : 0
                        onClicked: view.page.recipes.choose(name)
                    }
                    // qmllint enable unqualified
                }
                Pill {
                    objectName: "moreOptions"
                    text: view.page.options.altered ? qsTrId("train.more.changed") : qsTrId("train.more")
                    iconName: "settings"
                    visible: !view.page.tasterOnly
                    onClicked: view.optionsAsked()
                }
            }
        }
        // Where there is room: beside the ways to learn; else after them.
        BetCard {
            id: bet

            y: (view.wide ? left.height : right.y + right.height) + Theme.gap
            width: view.column
            page: view.page
            explained: !view.wide || view.height >= Theme.roomyFrom + 2 * Theme.touch // what it takes unscrolled
        }
        OwnPictureCard {
            id: own

            y: bet.y + bet.height + Theme.gap
            width: view.column
            page: view.page
            visible: view.page.hasOwnPicture && !view.page.tasterOnly
        }
    }
    Item {
        id: bottom

        x: view.margin
        y: view.height - view.margin - height
        width: view.width - 2 * view.margin
        height: view.portrait ? start.height + (words.visible ? words.height + Theme.gap : 0) : Math.max(start.height, words.height)

        BodyText {
            id: words

            objectName: "startProblem"
            y: view.portrait ? 0 : (parent.height - height) / 2
            width: view.portrait ? parent.width : start.x - Theme.gap
            text: view.page.problem
            visible: text.length > 0
            Accessible.role: Accessible.AlertMessage
        }
        Pill {
            id: start

            objectName: "startTraining"
            x: view.portrait ? (parent.width - width) / 2 : parent.width - width
            y: parent.height - height
            width: Math.min(Math.max(implicitWidth, Theme.touch * 3), parent.width)
            filled: true
            text: view.page.training ? qsTrId("train.live") : qsTrId("train.start")
            enabled: view.page.training || view.page.canStart && !dataCard.wantsFolder
            onClicked: view.page.training ? view.page.showLive() : view.page.start()
        }
    }
}
