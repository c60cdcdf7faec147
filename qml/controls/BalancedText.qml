import QtQuick
import Vitrine

// A sentence in the middle of its place, in lines of about the same length: none is a single word.
BodyText {
    // Chinese breaks nearly anywhere, words do not.
    readonly property int slack: /[\u4e00-\u9fff]/.test(text) ? 1 : 2

    anchors.horizontalCenter: parent.horizontalCenter
    width: Math.min(parent.width, Math.ceil(implicitWidth / Math.max(1, Math.ceil(implicitWidth / parent.width))) + slack * font.pixelSize)
    horizontalAlignment: Text.AlignHCenter
}
