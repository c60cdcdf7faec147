import QtQuick
import Vitrine
import Vitrine.App

// The camera's picture with the square that the model gets; without a picture, why.
Rectangle {
    id: showcase

    required property CameraPage page
    // The hint would cover too much of the picture; it has to be said elsewhere.
    readonly property bool crowded: hint.height > height * Theme.hintShare

    radius: Theme.radius
    color: Theme.panel
    border.width: Theme.dark ? 0 : Theme.hairline
    border.color: Theme.line

    LivePictureItem {
        id: picture

        objectName: "livePicture"
        anchors.fill: parent
        frames: showcase.page.frames
        keep: showcase.page.guide
        mirrored: showcase.page.mirrored
        visible: !showcase.page.frames.empty
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTrId("camera.picture")
    }
    Rectangle {
        // Round the white line, for bright pictures.
        anchors.fill: guide
        anchors.margins: -Theme.guideOutline
        color: "transparent"
        border.width: Theme.guideOutline
        border.color: Theme.scrim
        visible: guide.visible
    }
    Rectangle {
        id: guide

        objectName: "guide"
        // The line lies round what the model gets, and covers none of it.
        x: picture.keptPlace.x - Theme.guide
        y: picture.keptPlace.y - Theme.guide
        width: picture.keptPlace.width + 2 * Theme.guide
        height: picture.keptPlace.height + 2 * Theme.guide
        color: "transparent"
        border.width: Theme.guide
        border.color: Theme.frame
        visible: picture.visible && showcase.page.guide.width > 0
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTrId("camera.guide")
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap
        anchors.horizontalCenter: parent.horizontalCenter
        width: hint.width + 2 * Theme.gap
        height: hint.height + Theme.gap
        radius: Theme.radius
        color: Theme.scrim
        visible: picture.visible && hint.text.length > 0 && !showcase.crowded

        BodyText {
            id: hint

            objectName: "cameraHint"
            anchors.centerIn: parent
            width: Math.min(implicitWidth, showcase.width - 4 * Theme.gap)
            horizontalAlignment: Text.AlignHCenter
            text: showcase.page.hint
            color: showcase.page.warned ? Theme.lampOnScrim : Theme.frame
            Accessible.role: showcase.page.warned ? Accessible.AlertMessage : Accessible.StaticText
        }
    }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.gapWide, Math.round(Theme.sheet * Theme.textScale))
        spacing: Theme.gap
        visible: !picture.visible

        IconItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 2 * Theme.iconSize
            height: 2 * Theme.iconSize
            name: showcase.page.state === CameraPage.Lost ? "no-camera" : "camera"
            color: Theme.quiet
            visible: showcase.height - problem.height >= height + 3 * Theme.gap
        }
        BalancedText {
            id: problem

            objectName: "cameraProblem"
            text: showcase.page.problem
            font.pixelSize: showcase.height > 8 * Theme.sizeTitle ? Theme.sizeTitle : Theme.sizeBody
            visible: text.length > 0
            Accessible.role: Accessible.AlertMessage
        }
        PulseText {
            objectName: "cameraOpening"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTrId("camera.opening")
            running: visible
            visible: showcase.page.state !== CameraPage.Lost
        }
    }
}
