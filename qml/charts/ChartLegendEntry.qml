import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// A curve's sign and name.
T.AbstractButton {
    id: entry

    required property ChartSeries series
    required property real widest

    readonly property real natural: Math.ceil(metrics.advanceWidth) + Theme.hairline // of the name in one line
    readonly property bool test: series.style === ChartSeries.Test
    readonly property color ink: Theme.series[(series.colorIndex - 1) % Theme.series.length]

    signal turned // the curve was shown or taken away here, by whatever means

    function turn(): void {
        series.visible = !series.visible;
        turned();
    }

    objectName: "legend:" + series.name
    text: series.name
    checkable: true
    checked: series.visible
    implicitHeight: Math.max(Theme.touchSmall, words.height + Theme.gapSmall)
    implicitWidth: Math.min(widest, sign.width + Theme.gapSmall + natural + 2 * Theme.gapSmall)
    opacity: checked ? 1 : Theme.disabled
    focusPolicy: Qt.StrongFocus
    onToggled: {
        entry.turn();
        checked = Qt.binding(() => series.visible); // which the press has undone
    }

    Accessible.role: Accessible.CheckBox
    Accessible.name: qsTrId("chart.shown").arg(text)
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onPressAction: entry.turn() // toggle() would tell nobody
    Accessible.onToggleAction: entry.turn()

    background: Rectangle {
        radius: Theme.radiusPicture
        color: entry.down || entry.hovered ? Theme.pressed : "transparent"
        border.width: entry.visualFocus ? 2 * Theme.hairline : 0
        border.color: Theme.text
    }

    Item {
        id: sign

        x: Theme.gapSmall
        width: Theme.legendSign
        opacity: entry.series.earlier ? Theme.disabled : 1
        height: parent.height

        Rectangle {
            anchors.centerIn: parent
            width: parent.width
            height: entry.test ? Theme.lineThick : Theme.lineThin
            radius: height / 2
            color: entry.ink
        }
        Rectangle {
            anchors.centerIn: parent
            width: Theme.legendDot
            height: width
            radius: width / 2
            color: entry.ink
            visible: entry.test
        }
    }
    BodyText {
        id: words

        x: sign.x + sign.width + Theme.gapSmall
        width: Math.min(entry.natural, entry.widest - x - Theme.gapSmall)
        anchors.verticalCenter: parent.verticalCenter
        text: entry.text
        color: Theme.quiet
        font.strikeout: !entry.checked
        Accessible.ignored: true
    }
    TextMetrics {
        id: metrics

        font: words.font
        text: entry.text
    }
}
