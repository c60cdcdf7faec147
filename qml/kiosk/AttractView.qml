import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// While nobody is there: one picture after another with its answer. Nothing stays in one place for
// long, so that nothing burns in; nothing moves but by fading.
T.Popup {
    id: attract

    required property WindowModel window

    readonly property AttractShow show: window.attractShow
    readonly property bool portrait: height > width
    readonly property bool grand: portrait || height >= Theme.grandFrom + 4 * Theme.gapWide
    readonly property bool flipped: show.step % 2 === 1
    readonly property real drift: Theme.gapWide * (show.step % 3) / 2
    readonly property bool named: show.certainty === PicturePage.Sure || show.certainty === PicturePage.Probably
    readonly property color tone: [Theme.sure, Theme.probably, Theme.notSure, Theme.notSure][show.certainty]

    // The words are as large as their place allows: glyphs of a headline take about that much of it.
    readonly property int headlineRoom: Math.max(Theme.sizeTitle, words.room - verdict.height - Theme.gap)
    readonly property int largest: Theme.sizeHero * (grand ? 1.75 : 1.25) * reach
    // A larger screen is read from further away.
    readonly property real reach: Math.max(1, Math.min(Math.max(width, height) / Theme.reachFrom, 2))
    readonly property int headlineSize: Math.min(largest, words.width / Theme.longestWord, Math.sqrt(headlineRoom * words.width / (1.7 * Math.max(4, show.headline.length))))

    parent: T.Overlay.overlay
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    padding: Theme.gapWide
    modal: true
    dim: false
    closePolicy: T.Popup.NoAutoClose
    onAboutToShow: contentItem.parent.Accessible.name = Qt.binding(() => qsTrId("attract.tap")) // for those who cannot see
    background: Rectangle {
        color: Theme.ground
    }

    Item {
        id: stage

        anchors.fill: parent

        // A training that goes on is the show.
        Loader {
            id: training

            x: attract.drift
            width: stage.width - Theme.gapWide
            height: invitation.y - Theme.gap
            active: attract.visible && attract.window.trainPage.training

            // qmllint disable unqualified
            sourceComponent: TrainingShow {
                run: attract.window.trainPage.run
            }
            // qmllint enable unqualified
        }

        Rectangle {
            id: showcase

            visible: !training.active
            x: attract.portrait || !attract.flipped ? 0 : stage.width - width
            y: attract.drift
            width: attract.portrait ? stage.width : Math.round(stage.width * Theme.attractShare)
            height: (attract.portrait ? Math.round(stage.height * Theme.attractPortraitShare) : stage.height) - 2 * Theme.gapWide
            radius: Theme.radius
            gradient: Gradient {
                GradientStop {
                    position: 0
                    color: Theme.caseLight
                }
                GradientStop {
                    position: 0.5
                    color: Theme.panel
                }
            }

            PictureItem {
                anchors.fill: parent
                anchors.margins: Theme.gap
                image: attract.show.picture
                radius: Theme.radiusPicture
            }
        }
        Column {
            id: words

            readonly property int from: attract.portrait ? showcase.y + showcase.height + Theme.gapWide : showcase.y
            readonly property int room: invitation.y - Theme.gapWide - from

            visible: !training.active
            x: attract.portrait ? 0 : (attract.flipped ? 0 : showcase.width + Theme.gapWide)
            y: from + Math.max(0, (room - height) / 2)
            width: attract.portrait ? stage.width : stage.width - showcase.width - Theme.gapWide
            spacing: Theme.gap

            BodyText {
                objectName: "attractHeadline"
                width: parent.width
                text: attract.show.headline
                font.pixelSize: attract.headlineSize
                font.bold: true
                visible: text.length > 0
            }
            Row {
                id: verdict

                spacing: Theme.gapSmall
                visible: attract.show.confidence.length > 0

                IconItem {
                    anchors.verticalCenter: parent.verticalCenter
                    width: attract.grand ? Theme.iconMedium : Theme.iconSmall
                    height: width
                    name: ["sure", "probably", "not-sure", "not-sure"][attract.show.certainty]
                    color: attract.tone
                }
                BodyText {
                    objectName: "attractConfidence"
                    text: attract.show.confidence
                    color: attract.tone
                    // Never as large as what it is about.
                    font.pixelSize: Math.min((attract.grand ? Theme.sizeHeadline : Theme.sizeTitle) * attract.reach,
                                             Math.max(Theme.sizeBody, attract.headlineSize * 0.6))
                    font.bold: true
                    wrapMode: Text.NoWrap
                }
            }
        }
        Pill {
            id: invitation

            objectName: "attractInvitation"
            x: attract.portrait ? (stage.width - width) / 2 : (attract.flipped ? 0 : stage.width - width)
            y: stage.height - height - attract.drift / 2
            filled: true
            size: attract.portrait ? 2 * Theme.touch : Theme.touch + Theme.gapWide
            textSize: Math.min((attract.portrait ? Theme.sizeHeadline : Theme.sizeTitle) * attract.reach, (words.width - 2 * margin) / Theme.invitationWidth)
            text: qsTrId("attract.tap")
            focusPolicy: Qt.NoFocus
        }
    }
    Rectangle {
        // This view hides the rail and its light; a camera that hangs may still be open.
        objectName: "attractLight"
        parent: attract.contentItem
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.gapSmall - Theme.gapWide
        width: Theme.legendDot
        height: width
        radius: width / 2
        color: Theme.lamp
        visible: attract.window.cameraPage.cameraOn
        Accessible.role: Accessible.Indicator
        Accessible.name: qsTrId("camera.on")
    }
    // Over everything, the invitation too: a touch anywhere begins, and touches nothing else.
    MouseArea {
        parent: attract.contentItem
        anchors.fill: parent
        anchors.margins: -Theme.gapWide
        Accessible.role: Accessible.Button
        Accessible.name: qsTrId("attract.tap")
        Accessible.onPressAction: attract.window.kiosk.begin()
        onPressed: attract.window.kiosk.begin()
    }
    Connections {
        target: attract.show

        function onShown() {
            if (Theme.motion > 0)
                appear.restart();
        }
    }
    NumberAnimation {
        id: appear

        target: stage
        property: "opacity"
        from: 0
        to: 1
        duration: 2 * Theme.motion
        easing.type: Easing.OutCubic
    }
}
