import QtQuick
import QtQuick.Templates as T
import Vitrine

// A panel over the page with a title; a tap beside it closes it.
T.Popup {
    id: sheet

    required property string title
    property int widest: Theme.sheet
    default property alias rows: column.data
    property bool first: true // of those that are open, so that the window dims what lies under it

    width: Math.min(sheet.widest * Math.min(Theme.textScale, 1.5), parent ? parent.width - 2 * Theme.gap : sheet.widest)
    height: Math.min(body.implicitHeight + 2 * padding, parent ? parent.height - 2 * Theme.gap : body.implicitHeight)
    padding: Theme.gap
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    // Of the item round it, which Qt makes; for those who cannot see.
    onAboutToShow: {
        contentItem.parent.Accessible.name = Qt.binding(() => sheet.title);
        first = Curtain.sheets === 0;
    }
    onVisibleChanged: Curtain.sheets += visible ? 1 : -1
    Component.onDestruction: Curtain.sheets -= visible ? 1 : 0

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
        // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
        visible: !sheet.first // qmllint disable unqualified
    }
    enter: Transition {
        NumberAnimation {
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.motion
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.panel
        border.width: Theme.hairline
        border.color: Theme.line
    }

    Flickable {
        id: flick

        anchors.fill: parent
        clip: true
        contentHeight: body.implicitHeight
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds

        ScrollMark {
            view: flick
        }
        Column {
            id: body

            width: flick.width - (flick.interactive ? Theme.gap : 0)
            spacing: Theme.gap

            Item {
                width: parent.width
                height: Math.max(closer.height, heading.height)

                BodyText {
                    id: heading

                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - closer.width - Theme.gap
                    text: sheet.title
                    font.pixelSize: Theme.sizeTitle
                    Accessible.role: Accessible.Heading
                }
                Pill {
                    id: closer

                    objectName: "closeSheet"
                    anchors.right: parent.right
                    iconName: "close"
                    compact: true
                    Accessible.name: qsTrId("sheet.close")
                    onClicked: sheet.close()
                }
            }
            Column {
                id: column

                width: parent.width
                spacing: Theme.gapTouch
            }
        }
    }
}
