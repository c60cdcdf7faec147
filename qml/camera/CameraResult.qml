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
            visible: panel.page.state === CameraPage.Running

            Rectangle {
                y: (Theme.lineHeight - height) / 2
                width: Theme.legendDot
                height: width
                radius: width / 2
                color: Theme.lamp
            }
            BodyText {
                objectName: "cameraOn"
                width: parent.width - Theme.legendDot - Theme.gapSmall
                text: qsTrId("camera.on")
                color: Theme.quiet
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
            visible: panel.page.answered
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
            visible: panel.page.answered
        }
        BodyText {
            objectName: "cameraShares"
            width: parent.width
            text: panel.page.shares
            color: Theme.quiet
            visible: text.length > 0
        }
        Item {
            width: parent.width
            height: panel.roomy ? Theme.gap : 0
            visible: panel.page.answered
        }
        CameraTrace {
            width: parent.width
            points: panel.page.trace
            tone: verdict.tone
            visible: panel.page.answered
        }
        BodyText {
            objectName: "cameraLocal"
            width: parent.width
            text: qsTrId("camera.local")
            color: Theme.quiet
            visible: panel.page.state === CameraPage.Running
        }
        BodyText {
            objectName: "cameraFigures"
            width: parent.width
            text: panel.page.figures
            color: Theme.quiet
            font.pixelSize: Theme.sizeSmall
            visible: panel.page.state === CameraPage.Running
        }
    }
}
