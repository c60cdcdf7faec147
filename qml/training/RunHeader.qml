import QtQuick
import Vitrine
import Vitrine.App

// The run's name and how far it is, in words.
Item {
    id: header

    required property TrainPage page
    readonly property ShownRun run: page.run
    property bool titleOnly: false // the rest is said elsewhere

    signal runsAsked

    implicitHeight: Math.max(words.height, tools.height)

    Column {
        id: words

        width: tools.x - Theme.gap

        Flow {
            width: parent.width
            spacing: Theme.gap

            BodyText {
                objectName: "runTitle"
                width: Math.min(implicitWidth, parent.width)
                text: header.run.title
                font.pixelSize: Theme.sizeTitle
                font.bold: true
                Accessible.role: Accessible.Heading
            }
            Rectangle {
                id: mark

                width: marked.implicitWidth + Theme.gap
                height: marked.implicitHeight
                radius: height / 2
                color: Theme.chosen
                visible: header.run.replaying || header.run.foreign

                BodyText {
                    id: marked

                    objectName: "replayMark"
                    anchors.centerIn: parent
                    text: header.run.replaying ? qsTrId("train.replay.mark") : qsTrId("train.foreign.mark")
                    color: Theme.text
                    wrapMode: Text.NoWrap
                }
            }
        }
        PulseText {
            width: parent.width
            text: header.run.epochText
            running: visible
            visible: header.run.life === ShownRun.Preparing
        }
        BodyText {
            objectName: "runWords"
            width: parent.width
            text: header.run.epochText + (header.run.leftText.length > 0 ? " · " + header.run.leftText : "")
            color: Theme.quiet
            visible: header.run.life !== ShownRun.Preparing && !header.titleOnly
        }
    }
    Row {
        id: tools

        anchors.right: parent.right
        spacing: Theme.gap

        Pill {
            objectName: "earlierRuns"
            iconName: "history"
            Accessible.name: qsTrId("train.runs")
            visible: !header.page.tasterOnly && !header.page.presenting
            onClicked: header.runsAsked()
        }
        Pill {
            objectName: "presentRun"
            iconName: header.page.presenting ? "close" : "present"
            Accessible.name: header.page.presenting ? qsTrId("train.present.leave") : qsTrId("train.present")
            visible: !header.page.tasterOnly
            onClicked: header.page.presenting = !header.page.presenting
        }
    }
}
