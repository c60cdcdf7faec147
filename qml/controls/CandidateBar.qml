import QtQuick
import Vitrine

// One word with its probability.
Item {
    id: bar

    required property string label
    required property string percentage
    required property real probability
    required property bool leading
    property color leadingColor: Theme.sure

    implicitHeight: words.height + Theme.unit / 2 + Theme.bar
    Accessible.role: Accessible.StaticText
    Accessible.name: label + " " + percentage

    BodyText {
        id: words

        objectName: "candidate"
        width: parent.width - share.width - Theme.gap
        text: bar.label
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    BodyText {
        id: share

        objectName: "candidateShare"
        anchors.right: parent.right
        text: bar.percentage
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.bar
        radius: height / 2
        color: Theme.line

        Rectangle {
            id: fill

            width: Math.max(parent.height, parent.width * bar.probability)
            height: parent.height
            radius: parent.radius
            color: bar.leading ? bar.leadingColor : Theme.quiet

            NumberAnimation on width {
                from: fill.height
                duration: Theme.motion
                easing.type: Easing.OutCubic
            }
        }
    }
}
