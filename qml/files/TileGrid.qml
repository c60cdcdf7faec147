import QtQuick
import QtQuick.Templates as T
import Vitrine

// Tiles in columns that fill the width; only those in sight exist, and they are used again.
GridView {
    id: grid

    readonly property int columns: Math.max(2, Math.floor(width / (Theme.tile * Math.min(Theme.textScale, 1.5) + Theme.gap)))
    property int captionLines: 1
    readonly property int caption: captionLines * Theme.lineHeight

    function take() {
        const tile = currentItem as T.AbstractButton;
        if (tile)
            tile.clicked();
    }

    cellWidth: Math.floor(width / columns)
    cellHeight: cellWidth + Theme.unit / 2 + caption
    cacheBuffer: cellHeight
    reuseItems: true
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    // One stop for the Tab key; arrows move within, and Enter or Space takes what they stand on.
    activeFocusOnTab: true
    keyNavigationEnabled: true
    Keys.onReturnPressed: take()
    Keys.onEnterPressed: take()
    Keys.onSpacePressed: take()
    Accessible.role: Accessible.List

    Rectangle {
        // How far down one is.
        parent: grid
        anchors.right: parent.right
        y: grid.visibleArea.yPosition * grid.height
        width: Theme.marker
        height: Math.max(Theme.touchSmall, grid.visibleArea.heightRatio * grid.height)
        radius: width / 2
        color: Theme.edge
        visible: grid.contentHeight > grid.height
    }
}
