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
    property bool grand: false // room for words that are read from afar

    readonly property bool named: certainty === PicturePage.Sure || certainty === PicturePage.Probably
    readonly property real namedSize: grand ? Theme.sizeHero * 1.25 : (roomy ? Theme.sizeHero * 0.875 : Theme.sizeHeadline)
    readonly property real unsureSize: grand ? Theme.sizeHero * 0.875 : (roomy ? Theme.sizeHeadline : Theme.sizeTitle)
    readonly property color tone: [Theme.sure, Theme.probably, Theme.notSure, Theme.notSure][certainty]

    spacing: grand ? Theme.gap : (roomy ? Theme.gapSmall : Theme.unit / 2)

    BodyText {
        objectName: "headline"
        width: parent.width
        text: words.headline
        font.pixelSize: Math.min(words.named ? words.namedSize : words.unsureSize, (words.width + Theme.gap) / Theme.longestWord)
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
