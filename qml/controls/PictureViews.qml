import QtQuick
import Vitrine
import Vitrine.App

// The photo; over it where the model looks, beside it what the model got.
Item {
    id: views

    required property PicturePage page

    readonly property bool sideBySide: seen.visible && width > height
    readonly property bool stacked: seen.visible && !sideBySide

    // Whatever lies over the photo lies exactly on the part that the model got.
    component HeatMap: PictureItem {
        required property PicturePage page

        image: page.heatMap
        opacity: page.heatShown ? 1 : 0
        visible: opacity > 0

        Behavior on opacity {
            NumberAnimation {
                duration: Theme.motion
            }
        }
    }

    PictureItem {
        id: photo

        objectName: "picture"
        width: views.sideBySide ? Math.floor((views.width - Theme.gap) / 2) : views.width
        height: views.stacked ? Math.floor((views.height - Theme.gap) / 2) : views.height
        image: views.page.picture
        radius: Theme.radiusPicture
        visible: !empty
        Accessible.role: Accessible.Graphic
        Accessible.name: views.page.pictureName.length > 0 && views.page.maySave && !views.page.game.hiding ? views.page.pictureName : qsTrId("picture.case")

        Item {
            x: photo.place.x + views.page.crop.x * photo.place.width
            y: photo.place.y + views.page.crop.y * photo.place.height
            width: views.page.crop.width * photo.place.width
            height: views.page.crop.height * photo.place.height

            HeatMap {
                objectName: "heatMap"
                anchors.fill: parent
                page: views.page
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTrId("view.heat")
            }
            Rectangle {
                objectName: "cropFrame"
                anchors.fill: parent
                color: "transparent"
                border.width: 2 * Theme.hairline
                border.color: Theme.frame
                visible: width > 0 && (views.page.heatShown || views.page.seenShown)
            }
        }
    }
    Item {
        id: seen

        x: views.sideBySide ? photo.width + Theme.gap : 0
        y: views.stacked ? photo.height + Theme.gap : 0
        width: photo.width
        height: views.height - y
        visible: views.page.seenShown && !pixels.empty

        // In the photo's middle, where the caption fits under a square.
        readonly property bool captionFits: (height - width) / 2 > caption.height + Theme.gapSmall

        PictureItem {
            id: pixels

            objectName: "seen"
            width: parent.width
            y: seen.captionFits ? Math.round((parent.height - width) / 2) : 0
            height: seen.captionFits ? width : parent.height - (caption.visible ? caption.height + Theme.gapSmall : 0)
            image: views.page.seen
            pixelated: true
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTrId("view.model")

            HeatMap {
                page: views.page
                x: pixels.place.x
                y: pixels.place.y
                width: pixels.place.width
                height: pixels.place.height
                Accessible.ignored: true
            }
        }
        BodyText {
            id: caption

            objectName: "seenSize"
            y: pixels.y + pixels.height + Theme.gapSmall
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: views.page.seenSize
            color: Theme.quiet
            visible: views.height > 8 * Theme.lineHeight // else the pixels need it more
        }
    }
}
