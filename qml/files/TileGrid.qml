import QtQuick
import Vitrine

// Tiles in columns that fill the width; only those in sight exist, and they are used again.
GridView {
    id: grid

    readonly property int columns: Math.max(2, Math.floor(width / (Theme.tile * Math.min(Theme.textScale, 1.5) + Theme.gap)))
    property int captionLines: 1
    readonly property int caption: captionLines * Theme.lineHeight

    cellWidth: Math.floor(width / columns)
    cellHeight: cellWidth + Theme.unit / 2 + caption
    cacheBuffer: cellHeight
    reuseItems: true
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    // One stop for the Tab key; arrows move within.
    activeFocusOnTab: true
    keyNavigationEnabled: true
    onActiveFocusChanged: {
        if (activeFocus && currentIndex < 0)
            currentIndex = 0;
    }
    Accessible.role: Accessible.List

    ScrollMark {
        view: grid
    }
}
