import QtQuick
import Vitrine
import Vitrine.App

// 摄像头: what is held before the camera, and what it is.
Item {
    id: view

    required property WindowModel window

    signal modelsAsked

    readonly property CameraPage page: window.cameraPage
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.gap
    readonly property int margin: roomy ? Theme.gapWide : Theme.gap
    readonly property int room: width - 2 * margin

    CameraTitle {
        id: title

        x: view.margin
        y: view.roomy ? Theme.gapWide - Theme.unit / 2 : Theme.gap
        width: view.portrait || needed > showcase.width ? view.room : showcase.width
        window: view.window
        onModelsAsked: view.modelsAsked()
        onRivalsAsked: raceSheet.open()
    }
    CameraCase {
        id: showcase

        x: view.margin
        y: title.y + title.height + Theme.gap
        width: view.portrait ? view.room : Math.round(view.room * Theme.pictureShare)
        height: view.portrait ? Math.min(width, Math.round(view.height * Theme.portraitPictureShare)) : view.height - view.margin - y
        page: view.page
    }
    CameraResult {
        objectName: "cameraResult"
        x: view.portrait ? view.margin : showcase.x + showcase.width + view.margin
        y: view.portrait ? showcase.y + showcase.height + Theme.gap : (title.width > showcase.width ? showcase.y : title.y)
        width: view.width - view.margin - x
        height: actions.y - Theme.gap - y
        page: view.page
        window: view.window
        roomy: view.roomy
        hinted: showcase.crowded
    }
    CameraActions {
        id: actions

        x: view.portrait ? view.margin : showcase.x + showcase.width + view.margin
        y: view.height - view.margin - height
        width: view.width - view.margin - x
        centred: view.portrait
        page: view.page
        onCamerasAsked: {
            view.page.askForCameras();
            cameraSheet.open();
        }
    }
    CameraSheet {
        id: cameraSheet

        x: (view.width - width) / 2
        y: (view.height - height) / 2
        page: view.page
    }
    RaceSheet {
        id: raceSheet

        x: (view.width - width) / 2
        y: (view.height - height) / 2
        race: view.page.race
    }
}
