import QtQuick
import Vitrine
import Vitrine.App

// Pictures to try, large, where there is room beside the empty case. As many as fill it are in sight.
Item {
    id: samples

    required property PicturePage page
    required property int labelHeight // of the line that the label stands in the middle of

    BodyText {
        id: label

        width: parent.width
        height: samples.labelHeight
        verticalAlignment: Text.AlignVCenter
        text: samples.page.state === PicturePage.Empty ? qsTrId("picture.try") : qsTrId("picture.try_more")
        color: Theme.quiet
        wrapMode: Text.NoWrap
        visible: grid.count > 0 && implicitWidth <= width // the tiles speak for themselves
        Accessible.role: Accessible.Heading
    }
    PulseText {
        objectName: "samplesLoading"
        anchors.verticalCenter: grid.verticalCenter
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("picture.loading")
        running: true
        visible: samples.page.samples.loading
    }
    BodyText {
        objectName: "samplesNone"
        y: Math.max(0, (parent.height - height) / 2)
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: samples.page.maySave ? qsTrId("picture.none") : qsTrId("picture.none.stand")
        color: Theme.quiet
        visible: samples.page.samples.none
    }
    GridView {
        id: grid

        readonly property int rows: Math.ceil(Math.min(count, Theme.samplesInSight) / Theme.sampleColumns)
        readonly property real room: parent.height - y + Theme.gap // the last row's gap is outside
        readonly property bool overflows: rows * cellHeight > room

        objectName: "sampleGrid"
        y: samples.labelHeight + Theme.gap
        width: parent.width + Theme.gap // the last column's gap is outside
        height: overflows ? room - Theme.gap : room
        cellWidth: Math.floor(width / Theme.sampleColumns)
        cellHeight: rows > 0 ? Math.max(Theme.touchSmall + Theme.gap,
                                        Math.min(cellWidth, Math.floor(room / rows))) : cellWidth
        clip: interactive
        interactive: count > Theme.samplesInSight || overflows
        boundsBehavior: Flickable.StopAtBounds
        model: samples.page.samples
        Accessible.role: Accessible.List
        Accessible.name: label.text

        // qmllint disable unqualified
        delegate: SampleTile {
            objectName: "sample:" + index
            width: grid.cellWidth - Theme.gap
            height: grid.cellHeight - Theme.gap
            onClicked: samples.page.openSample(index)
        }
        // qmllint enable unqualified

        ScrollMark {
            view: grid
        }
    }
}
