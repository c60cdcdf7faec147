import QtQuick
import Vitrine
import Vitrine.App

// Pictures to try, under the case.
Item {
    id: strip

    required property PicturePage page
    required property bool labelled
    property bool wanted: true // the pictures are nowhere else
    property int tile: Theme.thumbnail

    // Both labels, or none: the tiles speak for themselves.
    readonly property bool worded: labelled && label.implicitWidth <= samplesWidth && (history.count === 0 || seen.implicitWidth <= history.width)

    implicitHeight: none ? nothing.height : tile + (worded ? label.height + Theme.gapSmall : 0)
    visible: wanted && (list.count > 0 || history.count > 0 || loading || none)

    readonly property bool loading: page.samples.loading
    readonly property bool none: page.samples.none && history.count === 0 && page.state === PicturePage.Empty
    readonly property int samplesWidth: history.count > 0 ? Math.min(Math.max(list.contentWidth, labelled ? label.implicitWidth : 0), cut(Math.round(width * Theme.samplesShare))) : width

    // Of a row that goes on, half a tile is seen, not a sliver.
    function cut(room: int): int {
        const step = tile + Theme.gap;
        const whole = Math.floor((room - tile / 2) / step);
        return whole < 1 ? room : whole * step + tile / 2;
    }

    BodyText {
        id: label

        wrapMode: Text.NoWrap
        text: strip.page.state === PicturePage.Empty ? qsTrId("picture.try") : qsTrId("picture.try_more")
        color: Theme.quiet
        visible: strip.worded && !strip.loading && !strip.none
    }
    BodyText {
        id: nothing

        objectName: "stripNone"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: strip.page.maySave ? qsTrId("picture.none") : qsTrId("picture.none.stand")
        color: Theme.quiet
        visible: strip.none
    }
    PulseText {
        objectName: "stripLoading"
        anchors.verticalCenter: list.verticalCenter
        width: list.width
        text: qsTrId("picture.loading")
        running: true
        visible: strip.loading
    }
    // The one that is shown stays in sight, wherever the row began anew; once that is laid out.
    Timer {
        id: follow

        interval: 0
        onTriggered: {
            if (strip.page.sampleShown >= 0)
                list.positionViewAtIndex(strip.page.sampleShown, ListView.Contain);
        }
    }
    ListView {
        id: list

        objectName: "sampleStrip"
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: contentWidth > strip.samplesWidth ? strip.cut(strip.samplesWidth) : strip.samplesWidth
        height: strip.tile
        orientation: ListView.Horizontal
        spacing: Theme.gap
        clip: contentWidth > width
        interactive: contentWidth > width
        model: strip.wanted ? strip.page.samples : null

        onCountChanged: follow.restart()
        onWidthChanged: follow.restart()

        // qmllint disable unqualified
        delegate: SampleTile {
            objectName: "sample:" + index
            width: strip.tile
            height: strip.tile
            shown: strip.page.sampleShown === index
            onClicked: strip.page.openSample(index)
        }
        // qmllint enable unqualified
    }
    BodyText {
        id: seen

        anchors.left: history.left
        text: qsTrId("picture.seen")
        color: Theme.quiet
        wrapMode: Text.NoWrap
        visible: strip.worded && history.count > 0
    }
    ListView {
        id: history

        objectName: "historyStrip"
        readonly property int room: strip.width - x

        x: list.count > 0 ? strip.samplesWidth + Theme.gapWide : 0
        anchors.bottom: parent.bottom
        width: contentWidth > room ? strip.cut(room) : room
        height: strip.tile
        orientation: ListView.Horizontal
        spacing: Theme.gap
        clip: contentWidth > width
        interactive: contentWidth > width
        model: strip.page.history
        visible: count > 0

        // qmllint disable unqualified
        delegate: SampleTile {
            objectName: "history:" + index
            width: strip.tile
            height: strip.tile
            Accessible.name: title
            onClicked: strip.page.openHistory(index)
        }
        // qmllint enable unqualified
    }
}
