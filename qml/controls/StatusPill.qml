import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// What computes; tapping it tells more.
T.AbstractButton {
    id: status

    required property WindowModel window

    implicitWidth: Math.max(Theme.railTab, contents.implicitWidth + Theme.gap)
    implicitHeight: Math.max(Theme.touchSmall, contents.implicitHeight + Theme.gapSmall)
    focusPolicy: Qt.StrongFocus
    text: window.statusDetail.length > 0 ? window.status + " · " + window.statusDetail : window.status
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: qsTrId("status.title")
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: status.down || status.hovered ? Theme.pressed : "transparent"
        border.width: status.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    Column {
        id: contents

        anchors.centerIn: parent

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gapSmall

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.bar
                height: Theme.bar
                radius: height / 2
                color: status.window.readiness === WindowModel.Ready ? Theme.sure : "transparent"
                border.width: status.window.readiness === WindowModel.Ready ? 0 : 2 * Theme.hairline
                border.color: status.window.readiness === WindowModel.Stopped ? Theme.alarm : Theme.quiet
            }
            BodyText {
                objectName: "statusName"
                text: status.window.status
                color: Theme.quiet
                font.pixelSize: Theme.sizeSmall
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
        BodyText {
            anchors.horizontalCenter: parent.horizontalCenter
            objectName: "statusDetail"
            text: status.window.statusDetail
            color: Theme.quiet
            font.pixelSize: Theme.sizeSmall
            wrapMode: Text.NoWrap
            visible: text.length > 0
            Accessible.ignored: true
        }
    }
}
