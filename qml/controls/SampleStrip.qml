import QtQuick
import Vitrine
import Vitrine.App

// Pictures to try, under the case.
Item {
    id: strip

    required property PicturePage page
    required property bool labelled

    // Both labels, or none: the tiles speak for themselves.
    readonly property bool worded: labelled && label.implicitWidth <= samplesWidth && (history.count === 0 || seen.implicitWidth <= history.width)

    implicitHeight: Theme.thumbnail + (worded ? label.height + Theme.gapSmall : 0)
    visible: list.count > 0 || history.count > 0

    readonly property int samplesWidth: history.count > 0 ? Math.min(Math.max(list.contentWidth, labelled ? label.implicitWidth : 0), Math.round(width * Theme.samplesShare)) : width

    BodyText {
        id: label

        wrapMode: Text.NoWrap
        text: strip.page.state === PicturePage.Empty ? qsTrId("picture.try") : qsTrId("picture.try_more")
        color: Theme.quiet
        visible: strip.worded
    }
    ListView {
        id: list

        objectName: "sampleStrip"
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: strip.samplesWidth
        height: Theme.thumbnail
        orientation: ListView.Horizontal
        spacing: Theme.gap
        clip: contentWidth > width
        interactive: contentWidth > width
        model: strip.page.samples

        // qmllint disable unqualified
        delegate: SampleTile {
            objectName: "sample:" + index
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
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: strip.width - (list.count > 0 ? strip.samplesWidth + Theme.gapWide : 0)
        height: Theme.thumbnail
        orientation: ListView.Horizontal
        spacing: Theme.gap
        clip: contentWidth > width
        interactive: contentWidth > width
        model: strip.page.history
        visible: count > 0

        // qmllint disable unqualified
        delegate: SampleTile {
            objectName: "history:" + index
            Accessible.name: title
            onClicked: strip.page.openHistory(index)
        }
        // qmllint enable unqualified
    }
}
