import QtQuick
import Vitrine
import Vitrine.App

// The lit case that the picture lies in. Takes a dropped file; says here what is wrong with one.
Rectangle {
    id: showcase

    required property PicturePage page
    required property bool hasMouse

    signal filesDropped(urls: var)

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
    border.width: drop.containsDrag ? 3 * Theme.hairline : (Theme.dark ? 0 : Theme.hairline)
    border.color: drop.containsDrag ? Theme.lamp : Theme.line

    PictureViews {
        id: views

        anchors.fill: parent
        anchors.margins: Theme.gap
        anchors.bottomMargin: switches.visible ? showcase.height - switches.y + Theme.gapSmall : Theme.gap
        page: showcase.page
        visible: showcase.page.hasPicture
    }
    ViewSwitches {
        id: switches

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gapSmall
        anchors.leftMargin: Theme.gap
        page: showcase.page
        visible: showcase.page.revealed
    }
    Column {
        id: words

        readonly property int size: showcase.height > 8 * Theme.sizeTitle ? Theme.sizeTitle : Theme.sizeBody
        readonly property int room: showcase.height - 2 * Theme.gap - (problem.visible ? problem.height : 0) - (invitation.visible ? invitation.height : 0)

        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.gap, Math.round(Theme.sheetWide * Theme.textScale))
        spacing: Theme.gap
        visible: !showcase.page.hasPicture

        IconItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 2 * Theme.iconSize
            height: 2 * Theme.iconSize
            name: showcase.page.state === PicturePage.Problem ? "alert" : "picture"
            color: showcase.page.state === PicturePage.Problem ? Theme.alarm : Theme.quiet
            visible: words.room >= height + Theme.gap
        }
        BalancedText {
            id: problem

            objectName: "problem"
            text: showcase.page.problem
            font.pixelSize: words.size
            visible: text.length > 0
            Accessible.role: Accessible.AlertMessage
        }
        BalancedText {
            id: invitation

            text: qsTrId("result.invitation")
            font.pixelSize: words.size
            visible: showcase.page.state === PicturePage.Empty
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTrId("picture.drop")
            color: Theme.quiet
            visible: showcase.hasMouse && showcase.page.state === PicturePage.Empty && words.room >= 2 * Theme.iconSize + height + 2 * Theme.gap
        }
    }
    DropArea {
        id: drop

        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: event => {
            if (event.hasUrls)
                showcase.filesDropped(event.urls);
        }
    }
}
