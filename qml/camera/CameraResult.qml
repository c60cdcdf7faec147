import QtQuick
import Vitrine
import Vitrine.App

// What is said of the picture, calmly; under it the last ten seconds, and figures for staff.
Flickable {
    id: panel

    required property CameraPage page
    required property WindowModel window
    required property bool roomy
    required property bool hinted // there is no room for the hint on the picture

    readonly property bool racing: page.race.running
    readonly property bool named: page.answered && (page.certainty === PicturePage.Sure || page.certainty === PicturePage.Probably)

    clip: true
    contentHeight: column.height
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds

    ScrollMark {
        view: panel
    }
    Column {
        id: column

        width: panel.width - Theme.gap // beside the mark
        spacing: panel.roomy ? Theme.gapSmall : Theme.unit / 2

        Row {
            width: parent.width
            spacing: Theme.gapSmall
            visible: panel.page.state === CameraPage.Running || panel.page.cameraOn

            Rectangle {
                objectName: "cameraLight"
                y: (Theme.lineHeight - height) / 2
                width: Theme.legendDot
                height: width
                radius: width / 2
                color: Theme.lamp
                visible: panel.page.cameraOn
            }
            BodyText {
                objectName: "cameraOn"
                width: parent.width - Theme.legendDot - Theme.gapSmall
                text: panel.page.source
                color: Theme.quiet
            }
        }
        Column {
            width: parent.width
            spacing: Theme.gapTouch
            visible: panel.page.offer.length > 0

            BodyText {
                objectName: "cameraOffer"
                width: parent.width
                text: panel.page.offer
                Accessible.role: Accessible.AlertMessage
            }
            Flow {
                width: parent.width
                spacing: Theme.gapTouch

                Pill {
                    objectName: "takeOffer"
                    text: qsTrId("camera.offer.take")
                    onClicked: panel.page.takeOffer()
                }
                Pill {
                    objectName: "declineOffer"
                    text: qsTrId("camera.offer.leave")
                    onClicked: panel.page.declineOffer()
                }
            }
        }
        BodyText {
            objectName: "modelProblem"
            width: parent.width
            text: panel.window.problem.length > 0 ? panel.window.problem : panel.page.modelProblem
            color: Theme.alarm
            visible: text.length > 0
        }
        PulseText {
            objectName: "preparing"
            width: parent.width
            text: qsTrId("result.preparing")
            running: visible
            visible: panel.window.readiness === WindowModel.Preparing
        }
        PulseText {
            objectName: "cameraThinking"
            width: parent.width
            text: qsTrId("camera.thinking")
            running: visible
            visible: panel.page.thinking && panel.window.readiness === WindowModel.Ready && !panel.racing
        }
        BodyText {
            objectName: "cameraHintBeside"
            width: parent.width
            text: panel.page.hint
            color: panel.page.warned ? Theme.lamp : Theme.text
            visible: panel.hinted && text.length > 0 && (panel.page.warned || !panel.page.answered)
            Accessible.role: panel.page.warned ? Accessible.AlertMessage : Accessible.StaticText
        }
        BodyText {
            width: parent.width
            text: qsTrId("result.title")
            color: Theme.quiet
            visible: verdict.visible
            Accessible.role: Accessible.Heading
        }
        VerdictWords {
            id: verdict

            width: parent.width
            headline: panel.page.headline
            confidence: panel.page.confidence
            kinds: panel.page.kinds
            certainty: panel.page.certainty
            roomy: panel.roomy
            visible: panel.page.answered && !panel.racing
        }
        BodyText {
            objectName: "cameraNotice"
            width: parent.width
            text: panel.page.notice
            font.pixelSize: Theme.sizeTitle
            visible: text.length > 0
            Accessible.role: Accessible.AlertMessage
        }
        RaceResult {
            width: parent.width
            race: panel.page.race
            visible: (panel.page.answered || panel.page.thinking) && panel.racing
        }
        BodyText {
            objectName: "cameraShares"
            width: parent.width
            text: panel.page.shares
            color: Theme.quiet
            visible: panel.page.answered && !panel.racing
        }
        Item {
            width: parent.width
            height: panel.roomy ? Theme.gap : 0
            visible: verdict.visible
        }
        CameraTrace {
            width: parent.width
            points: panel.page.trace
            tone: verdict.tone
            visible: verdict.visible
        }
        ThingsToTry {
            width: parent.width
            things: panel.page.thingsToTry
            visible: panel.page.state === CameraPage.Running && things.length > 0 && !panel.named && !panel.racing
        }
        BodyText {
            objectName: "cameraLocal"
            width: parent.width
            text: panel.page.saved.length > 0 ? panel.page.saved : qsTrId("camera.local")
            color: Theme.quiet
            visible: panel.page.state === CameraPage.Running
        }
        BodyText {
            objectName: "cameraFigures"
            width: parent.width
            text: panel.page.figures
            color: Theme.quiet
            font.pixelSize: Theme.sizeSmall
            visible: panel.page.state === CameraPage.Running && (!panel.window.kiosk.active || panel.window.kiosk.unlocked)
        }
    }
}
