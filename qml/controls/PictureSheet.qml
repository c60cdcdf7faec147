import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Choosing a picture by finger, where there is no mouse for a file dialog.
Sheet {
    id: sheet

    required property PicturePage page

    parent: T.Overlay.overlay
    x: (parent.width - width) / 2
    y: (parent.height - height) / 2
    title: qsTrId("picture.choose")
    Component.onCompleted: open()

    Flow {
        width: parent ? parent.width : 0
        spacing: Theme.gap

        Repeater {
            model: sheet.page.samples

            SampleTile {
                implicitWidth: 2 * Theme.thumbnail
                implicitHeight: 2 * Theme.thumbnail
                onClicked: {
                    // qmllint disable unqualified
                    sheet.page.openSample(index);
                    sheet.close();
                    // qmllint enable unqualified
                }
            }
        }
    }
}
