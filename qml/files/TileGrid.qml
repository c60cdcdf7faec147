import QtQuick
import Vitrine

// Tiles in columns: as large as they can all be seen, else filling the width and scrolled. Only those
// in sight exist, and they are used again.
GridView {
    id: grid

    required property size room
    property int captionLines: 1
    readonly property int caption: captionLines * Theme.lineHeight + Theme.unit / 2

    // Scrolled.
    readonly property int narrowColumns: Math.max(2, Math.floor(room.width / (Theme.tile * Math.min(Theme.textScale, 1.5) + Theme.gap)))
    readonly property int narrowCell: Math.floor(room.width / narrowColumns)
    // All in sight.
    readonly property int wideColumns: columnsFor(count)
    readonly property int wideCell: cellFor(count, wideColumns)
    readonly property bool wide: count > 0 && wideCell >= Theme.tile + Theme.gap
    readonly property int columns: wide ? wideColumns : narrowColumns

    function cellFor(tiles: int, columns: int): int {
        const rows = Math.ceil(tiles / columns);
        return Math.min(Theme.tileMost, Math.floor(room.width / columns), Math.floor(room.height / rows) - caption);
    }

    // Of those that give the largest tiles the ones with the least left over, then the fewest rows.
    function columnsFor(tiles: int): int {
        let best = 1;
        for (let columns = 2; columns <= narrowColumns; ++columns) {
            const gain = cellFor(tiles, columns) - cellFor(tiles, best);
            if (gain > 0 || gain === 0 && (columns - tiles % columns) % columns <= (best - tiles % best) % best)
                best = columns;
        }
        return best;
    }

    // Of rows that go on, a good part of a tile is seen or nothing, and no half of a line.
    function cut(height: int): int {
        const rows = Math.floor(height / cellHeight);
        const rest = height - rows * cellHeight;
        const words = cellWidth - Theme.gap + Theme.unit / 2; // where they begin
        if (rest < cellWidth / 3)
            return rows > 0 ? rows * cellHeight : height;
        return rows * cellHeight + (rest < words ? rest : words + Math.floor((rest - words) / Theme.lineHeight) * Theme.lineHeight);
    }

    width: columns * cellWidth
    height: wide ? room.height : cut(room.height)
    cellWidth: wide ? wideCell : narrowCell
    cellHeight: cellWidth + caption
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
