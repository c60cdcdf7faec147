import QtQuick
import Vitrine

// How far down one is, and that there is more.
Rectangle {
    id: mark

    required property Flickable view

    parent: view
    anchors.right: parent ? parent.right : undefined
    y: view.visibleArea.yPosition * view.height
    width: Theme.marker
    height: Math.max(Theme.touchSmall, view.visibleArea.heightRatio * view.height)
    radius: width / 2
    color: Theme.edge
    visible: view.contentHeight > view.height + Theme.marker
}
