pragma Singleton
import QtQuick

// Every colour, size and duration of the window.
QtObject {
    id: theme

    property bool dark: true
    property real textScale: 1
    property bool reduceMotion: false

    // Colours.
    readonly property color ground: dark ? "#101418" : "#F6F4EF"
    readonly property color panel: dark ? "#1A2027" : "#FFFFFF"
    readonly property color line: dark ? "#2C353F" : "#DDD8CE"
    readonly property color edge: dark ? "#7A8794" : "#7F786A"
    readonly property color text: dark ? "#F2F4F6" : "#14181C"
    readonly property color onFill: dark ? "#14181C" : "#FFFFFF"
    readonly property color quiet: dark ? "#A9B4BF" : "#55606B"
    readonly property color lamp: dark ? "#FFC857" : "#7F5300"
    readonly property color sure: dark ? "#4CC38A" : "#0F5F3A"
    readonly property color probably: dark ? "#FFC857" : "#724A00"
    readonly property color notSure: dark ? "#9AACBF" : "#4A545E"
    readonly property color alarm: dark ? "#FF7A6B" : "#B3261E"
    readonly property color caseLight: dark ? "#343A40" : "#FFFFFF" // the soft light from above
    readonly property color frame: "#F2F4F6" // on a photo
    readonly property color scrim: "#D9101418"
    readonly property color lampOnScrim: "#FFC857" // in both themes
    readonly property color chosen: Qt.rgba(lamp.r, lamp.g, lamp.b, 0.22)
    readonly property color pressed: Qt.rgba(text.r, text.g, text.b, 0.12)
    readonly property var series: dark ? ["#4E86FC", "#F8C404", "#98FBC9", "#FDD1F8", "#D9654F", "#689697"] : ["#0C65F3", "#413001", "#007A68", "#710D6A", "#A95C11", "#081018"]

    // Text, px.
    readonly property int sizeTick: Math.round(14 * textScale) // numbers at a chart's axes alone
    readonly property int sizeSmall: Math.round(16 * textScale) // small print, for those who look for it
    readonly property int sizeBody: Math.round(20 * textScale)
    readonly property int lineHeight: Math.ceil(1.45 * sizeBody) // of either script
    readonly property int sizeTitle: Math.round(28 * textScale)
    readonly property int sizeHeadline: Math.round(40 * textScale)
    readonly property int sizeHero: Math.round(64 * textScale)

    function thumbnailSide(tile: real): int {
        return thumbnailPixels * (tile > thumbnailPixels ? 2 : 1);
    }

    // The 8 px grid.
    readonly property int unit: 8
    readonly property int gapSmall: 8
    readonly property int gapTouch: 12 // between two things to touch, at least
    readonly property int gap: 16
    readonly property int gapWide: 32
    readonly property int radius: 16
    readonly property int radiusPicture: 8
    readonly property int radiusPill: 999
    readonly property int hairline: 1
    readonly property int touch: 64 // main controls
    readonly property int touchSmall: 52 // all others
    readonly property int touchText: Math.max(touchSmall, lineHeight + gap) // with words in it
    // Icons grow with the words: those beside them as they do, those by themselves half as much.
    readonly property int iconSize: Math.round(16 + 16 * textScale)
    readonly property int iconMedium: Math.round(14 + 14 * textScale)
    readonly property int iconSmall: Math.round(20 * textScale)
    readonly property int rail: Math.round(16 + 88 * textScale) // "Picture" and "中 / EN" fit
    readonly property int railTab: 84
    readonly property int bottomBar: Math.round(48 + 48 * textScale)
    readonly property int bar: 10
    readonly property int thumbnail: 72
    readonly property int tile: 152
    readonly property int tileMost: 400 // a few, where there is room
    readonly property int thumbnailPixels: 192 // a tile's picture is made at this size, or twice it
    readonly property int cardMargin: 20
    readonly property int sidePanel: 264 // beside a run's curves
    readonly property int probeTile: 60
    readonly property int probeTileLeast: 40
    readonly property int probeTilePresented: 72 // for a whole room
    readonly property real probeWordMost: 9 // a guess may be so wide, in its own size
    readonly property int sampleTile: 72
    readonly property int sampleColumns: 2 // beside the empty case
    readonly property int samplesInSight: 6
    readonly property int chartCardLeast: 240
    readonly property int chartCardBrief: 190
    readonly property int legendFrom: 560 // width of a chart with a legend of its own
    readonly property int sheet: 480
    readonly property int sheetWide: 760
    readonly property int marker: 4
    readonly property int legendSign: 28
    readonly property int legendDot: 10
    readonly property int lineThin: 2
    readonly property int lineThick: 3
    readonly property int mostTexture: 4096 // pixels a side that any graphics processor takes
    readonly property int matrixMost: 640
    readonly property int matrixLeast: Math.round(340 * Math.min(textScale, 1.6)) // names of ten classes beside it can be read
    readonly property int closeUp: 224 // a test picture by itself
    readonly property int twoColumnsFrom: 780 // width of a page with two cards side by side
    readonly property int diagramMost: 320
    readonly property int trace: 88 // the last ten seconds at the camera
    readonly property int guide: 3 // the line round what the model gets
    readonly property int guideOutline: 2
    readonly property real diagramShape: 0.75 // height to width
    readonly property int chartLeast: 160 // height of the curves alone

    readonly property int overEverything: 2000000 // the pages' overlay is put at 1000001 by Qt

    // Where the layout changes, px.
    readonly property int railFrom: 1024
    readonly property int roomyFrom: 700
    readonly property int grandFrom: 720 // height of a result at a size for a whole room
    readonly property int reachFrom: 1280 // px of the longer side up to which words are read from arm's length

    // Shares of the page.
    readonly property real listShare: 0.4 // of what is mixed up, beside its matrix
    readonly property real samplesShare: 0.62 // of the strip, beside the history
    readonly property real pictureShare: 0.78 - 0.14 * textScale // larger words need more room
    readonly property real portraitPictureShare: 0.58 - 0.08 * textScale
    readonly property real attractShare: 0.6
    readonly property real attractPortraitShare: 0.68
    readonly property real leastArc: 0.03 // of a ring: that it fills can be seen
    readonly property real hintShare: 0.2 // of the camera's picture, at most
    readonly property real keysShare: 0.36
    readonly property real longestWord: 6.5 // of a headline, in its own size
    readonly property real invitationWidth: 7.5 // "点一下，试试看", in its own size
    readonly property real scoreWidth: 9 // "You 12 : model 12", in its own size
    readonly property real disabled: 0.45

    // Durations, ms.
    readonly property int motion: reduceMotion ? 0 : 200
    readonly property int pulseAfter: 100
    readonly property int pulse: 700
    readonly property int idle: 1000 // nothing to do for so long: time for what comes next
    readonly property real replayLength: 20 // s, for the whole of a run
}
