import QtQuick
import Vitrine
import Vitrine.App

// The verdict: the word large, how sure with its mark, which kind of it.
Column {
    id: words

    required property string headline
    required property string confidence
    required property string kinds
    required property int certainty // of PicturePage
    required property bool roomy

    readonly property bool named: certainty === PicturePage.Sure || certainty === PicturePage.Probably
    readonly property color tone: [Theme.sure, Theme.probably, Theme.notSure, Theme.notSure][certainty]

    spacing: roomy ? Theme.gapSmall : Theme.unit / 2

    BodyText {
        objectName: "headline"
        width: parent.width
        text: words.headline
        font.pixelSize: Math.min(words.named ? (words.roomy ? Theme.sizeHero * 0.875 : Theme.sizeHeadline) : (words.roomy ? Theme.sizeHeadline : Theme.sizeTitle), (words.width + Theme.gap) / Theme.longestWord)
        font.bold: true
        Accessible.role: Accessible.Heading
    }
    Row {
        objectName: "verdictLine"
        spacing: Theme.gapSmall
        visible: words.confidence.length > 0

        IconItem {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.iconSmall
            height: Theme.iconSmall
            name: ["sure", "probably", "not-sure", "not-sure"][words.certainty]
            color: words.tone
        }
        BodyText {
            objectName: "confidence"
            text: words.confidence
            color: words.tone
            font.pixelSize: words.roomy ? Theme.sizeTitle : Theme.sizeBody
            font.bold: true
            wrapMode: Text.NoWrap
        }
    }
    BodyText {
        objectName: "kinds"
        width: parent.width
        text: words.kinds
        visible: text.length > 0
    }
}
