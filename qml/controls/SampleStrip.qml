import QtQuick
import Vitrine
import Vitrine.App

// Pictures to try, under the case.
Item {
    id: strip

    required property PicturePage page
    required property bool oneLine

    implicitHeight: oneLine ? Theme.thumbnail : label.implicitHeight + Theme.gapSmall + Theme.thumbnail
    visible: list.count > 0

    BodyText {
        id: label

        y: strip.oneLine ? (strip.height - height) / 2 : 0
        width: strip.oneLine ? Math.min(implicitWidth, strip.width / 3) : strip.width
        text: strip.page.state === PicturePage.Empty ? qsTrId("picture.try") : qsTrId("picture.try_more")
        color: Theme.quiet
    }
    ListView {
        id: list

        objectName: "sampleStrip"
        anchors.left: strip.oneLine ? label.right : parent.left
        anchors.leftMargin: strip.oneLine ? Theme.gap : 0
        anchors.right: parent.right
        anchors.bottom: parent.bottom
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
}
