import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Asks whether somebody is still there. A touch anywhere is the answer, and touches nothing else.
T.Popup {
    id: countdown

    required property KioskModel kiosk

    parent: T.Overlay.overlay
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    modal: true
    dim: false
    closePolicy: T.Popup.NoAutoClose
    onAboutToShow: contentItem.parent.Accessible.name = Qt.binding(() => qsTrId("kiosk.still_there")) // for those who cannot see
    background: Rectangle {
        color: Theme.scrim
    }

    Rectangle {
        id: card

        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.gapWide, Theme.sheet * 1.5)
        height: words.height + 2 * Theme.gapWide
        radius: Theme.radius
        color: Theme.panel
        border.width: Theme.hairline
        border.color: Theme.line

        Column {
            id: words

            anchors.centerIn: parent
            width: parent.width - 2 * Theme.gapWide
            spacing: Theme.gap

            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTrId("kiosk.still_there")
                font.pixelSize: Theme.sizeHeadline
                font.bold: true
            }
            BodyText {
                objectName: "countdown"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTrId("kiosk.restarting").replace("%1", countdown.kiosk.secondsLeft)
                font.pixelSize: Theme.sizeTitle
                Accessible.role: Accessible.AlertMessage
            }
            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTrId("kiosk.stay")
                color: Theme.quiet
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        Accessible.role: Accessible.Button
        Accessible.name: qsTrId("kiosk.stay")
        Accessible.onPressAction: countdown.kiosk.begin()
        onPressed: countdown.kiosk.begin()
    }
}
