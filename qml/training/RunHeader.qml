import QtQuick
import Vitrine
import Vitrine.App

// The run's name and how far it is, in words.
Item {
    id: header

    required property TrainPage page
    readonly property ShownRun run: page.run

    signal runsAsked

    implicitHeight: Math.max(words.height, tools.height)

    Column {
        id: words

        width: tools.x - Theme.gap

        Row {
            width: parent.width
            spacing: Theme.gap

            BodyText {
                objectName: "runTitle"
                width: Math.min(implicitWidth, parent.width - (mark.visible ? mark.width + Theme.gap : 0))
                text: header.run.title
                font.pixelSize: Theme.sizeTitle
                font.bold: true
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.role: Accessible.Heading
            }
            Rectangle {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
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
                    color: Theme.lamp
                    font.pixelSize: Theme.sizeSmall
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
            visible: header.run.life !== ShownRun.Preparing
            maximumLineCount: 2
            elide: Text.ElideRight
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
