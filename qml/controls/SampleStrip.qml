import QtQuick
import Vitrine
import Vitrine.App

// Pictures to try, under the case.
Item {
    id: strip

    required property PicturePage page
    required property bool labelled

    implicitHeight: Theme.thumbnail + (labelled ? label.height + Theme.gapSmall : 0)
    visible: list.count > 0

    BodyText {
        id: label

        width: strip.width
        text: strip.page.state === PicturePage.Empty ? qsTrId("picture.try") : qsTrId("picture.try_more")
        color: Theme.quiet
        visible: strip.labelled
    }
    ListView {
        id: list

        objectName: "sampleStrip"
        anchors.left: parent.left
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
