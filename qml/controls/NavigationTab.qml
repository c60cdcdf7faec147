import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A page's place on the rail.
T.AbstractButton {
    id: tab

    required property string iconName
    property bool tight: false // little room above and below
    property bool busy: false // something goes on there
    property real progress: 0 // of it, 0 to 1
    property string busyText: ""
    property bool lit: false // a camera is on
    readonly property color ink: checked ? Theme.lamp : Theme.quiet

    implicitWidth: Math.max(Theme.railTab, contents.implicitWidth + Theme.gap)
    implicitHeight: Math.max(Theme.touch, contents.implicitHeight + (tight ? Theme.gapSmall : Theme.gap))
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: busy ? text + ", " + busyText : (lit ? text + ", " + qsTrId("camera.on") : text)
    Accessible.selected: checked
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: tab.checked ? Theme.chosen : (tab.down || tab.hovered ? Theme.pressed : "transparent")
        border.width: tab.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    Column {
        id: contents

        anchors.centerIn: parent
        spacing: Theme.unit / 2

        IconItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.iconSize
            height: Theme.iconSize
            name: tab.iconName
            color: tab.ink

            Rectangle {
                x: parent.width
                y: -Theme.unit / 2
                width: Theme.iconSmall
                height: width
                radius: width / 2
                color: "transparent"
                border.width: 2 * Theme.hairline
                border.color: Theme.edge
                visible: tab.busy

                ProgressRing {
                    objectName: tab.objectName + "Ring"
                    anchors.fill: parent
                    share: Math.max(Theme.leastArc, tab.progress)
                }
            }
            Rectangle {
                objectName: tab.objectName + "Light"
                x: parent.width
                y: -Theme.unit / 2
                width: Theme.legendDot
                height: width
                radius: width / 2
                color: Theme.lamp
                visible: tab.lit
            }
        }
        BodyText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: tab.text
            color: tab.ink
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
