import QtQuick
import Vitrine

// A setting's name with its control: beside it, or under it where there is little room.
Item {
    id: row

    required property string label
    default property alias control: holder.data
    readonly property bool stacked: words.implicitWidth + holder.childrenRect.width + 2 * Theme.gap > width

    implicitHeight: stacked ? words.height + Theme.gapSmall + holder.childrenRect.height : Math.max(words.height, holder.childrenRect.height)

    BodyText {
        id: words

        y: row.stacked ? 0 : (row.height - height) / 2
        width: Math.min(implicitWidth, row.width)
        text: row.label
    }
    Item {
        id: holder

        x: row.stacked ? 0 : Math.floor(row.width - childrenRect.width) - 2 * Theme.hairline
        y: row.stacked ? words.height + Theme.gapSmall : (row.height - childrenRect.height) / 2
        width: row.width
        height: childrenRect.height
    }
}
