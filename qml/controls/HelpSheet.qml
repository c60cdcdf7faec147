import QtQuick
import Vitrine

// The keys that do something, for those who have a keyboard.
Sheet {
    id: sheet

    function either(one: string, other: string): string {
        return qsTrId("help.keys.or").replace("%1", one).replace("%2", other);
    }

    title: qsTrId("help.title")
    widest: Theme.sheetWide

    Repeater {
        model: [
            ["Ctrl+O", qsTrId("picture.choose")],
            ["Ctrl+V", qsTrId("help.paste")],
            ["Ctrl+S", qsTrId("save.button")],
            [sheet.either("Tab", "Shift+Tab"), qsTrId("help.move")],
            [qsTrId("help.keys.press"), qsTrId("help.press")],
            [qsTrId("help.keys.arrows"), qsTrId("help.arrows")],
            ["Esc", qsTrId("help.close")],
            [sheet.either("F1", "?"), qsTrId("help.title")],
            ["F11", qsTrId("help.full_screen")],
            ["Ctrl+Q", qsTrId("help.quit")]
        ]

        Item {
            id: line

            required property var modelData // keys, and what they do

            width: parent ? parent.width : 0
            height: Math.max(keys.height, what.height)

            BodyText {
                id: keys

                width: Math.round(parent.width * Theme.keysShare)
                text: line.modelData[0]
                font.bold: true
            }
            BodyText {
                id: what

                x: keys.width + Theme.gap
                width: parent.width - x
                text: line.modelData[1]
            }
        }
    }
}
