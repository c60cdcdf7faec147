import QtQuick
import Vitrine
import Vitrine.App

// The window: a page, and the rail beside or under it.
Window {
    id: main

    required property WindowModel window
    readonly property bool bottomBar: width < Theme.railFrom || height > width
    readonly property bool presenting: window.trainPage.presenting && window.page === "train"
    property bool mayClose: false // asked and answered
    property bool forgetting: false // for an instant, while the pages are taken down
    property int visibilityBefore: Window.Windowed // the presenter's view, or full screen
    readonly property bool brief: height < Theme.roomyFrom || Theme.textScale > 1.3

    function openSettings() {
        settingsSheet.open();
    }

    function openStatus() {
        statusSheet.open();
    }

    function openMore() {
        moreSheet.open();
    }

    function openHelp() {
        helpSheet.open();
    }

    function fillScreen() {
        if (visibility !== Window.FullScreen)
            visibilityBefore = visibility;
        showFullScreen();
    }

    onPresentingChanged: {
        if (presenting)
            fillScreen();
        else if (!window.kiosk.active)
            visibility = visibilityBefore;
    }

    width: 1280
    height: 800
    minimumWidth: 640
    minimumHeight: 480
    title: qsTrId("window.title")
    color: Theme.ground

    Binding {
        target: Theme
        property: "dark"
        value: main.window.darkTheme
    }
    Binding {
        target: Theme
        property: "reduceMotion"
        value: main.window.reduceMotion
    }
    Binding {
        target: Theme
        property: "textScale"
        value: Math.min(2, main.window.textScale * (main.presenting ? 1.5 : 1))
    }
    // While a sheet lies over it, a frame takes it from a picture of itself: it seldom moves then, and to
    // draw all of it anew under the sheet as well is more than a processor without graphics can do in time.
    Item {
        anchors.fill: parent
        layer.enabled: Curtain.sheets > 0 && GraphicsInfo.api !== GraphicsInfo.Software

        NavigationRail {
            id: rail

            visible: !main.presenting
            x: 0
            y: main.bottomBar ? main.height - height : 0
            width: main.bottomBar ? main.width : Theme.rail
            height: main.bottomBar ? Theme.bottomBar : main.height
            window: main.window
            horizontal: main.bottomBar
            brief: main.brief
            onStatusAsked: statusSheet.open()
            onMoreAsked: moreSheet.open()
        }
        Loader {
            id: page

            x: main.bottomBar ? 0 : rail.width
            width: main.width - x
            height: main.height - (main.bottomBar ? rail.height : 0)
            visible: main.window.page === "picture"

            // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
            // qmllint disable unqualified
            sourceComponent: PictureView {
                window: main.window
                onModelsAsked: modelSheet.open()
            }
            // qmllint enable unqualified
        }
        Loader {
            x: page.x
            width: page.width
            height: page.height
            active: main.window.page === "camera" // nothing of it is kept

            // qmllint disable unqualified
            sourceComponent: CameraView {
                window: main.window
                onModelsAsked: modelSheet.open()
            }
            // qmllint enable unqualified
        }
        Timer {
            interval: Theme.idle
            running: main.window.readiness === WindowModel.Ready && main.window.picturePage.state !== PicturePage.Working
            onTriggered: trainPage.ahead = true
        }
        Loader {
            id: trainPage

            property bool ahead: false // made while nobody waits for it

            x: main.presenting ? 0 : page.x
            width: main.width - x
            height: main.presenting ? main.height : page.height
            active: (main.window.trainPage.visited || ahead) && !main.forgetting // and kept from then on
            asynchronous: !visible // who wants it now gets it now
            visible: main.window.page === "train"

            // qmllint disable unqualified
            sourceComponent: TrainView {
                window: main.window
            }
            // qmllint enable unqualified
        }
        Rectangle {
            anchors.fill: parent
            color: Theme.scrim
            visible: Curtain.sheets > 0
        }
    }
    CloseSheet {
        id: closeSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
        page: main.window.trainPage
        onCloseAnyway: {
            main.mayClose = true;
            main.close();
        }
    }
    onClosing: event => {
        if (main.mayClose || !main.window.trainPage.training || main.window.kiosk.active)
            return;
        event.accepted = false;
        closeSheet.open();
    }
    ModelSheet {
        id: modelSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
        window: main.window
    }
    StatusSheet {
        id: statusSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
        window: main.window
    }
    MoreSheet {
        id: moreSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
        window: main.window
        onStatusAsked: statusSheet.open()
        onSettingsAsked: settingsSheet.open()
        onHelpAsked: helpSheet.open()
    }
    HelpSheet {
        id: helpSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
    }
    SettingsSheet {
        id: settingsSheet

        x: (main.width - width) / 2
        y: (main.height - height) / 2
        window: main.window
    }
    Loader {
        anchors.fill: parent
        active: main.window.kiosk.active

        // qmllint disable unqualified
        sourceComponent: KioskLayer {
            window: main.window
            onSettingsAsked: settingsSheet.open()
        }
        // qmllint enable unqualified
    }
    Shortcut {
        sequences: ["F1", "?", "Shift+?"]
        enabled: !main.window.kiosk.active
        onActivated: helpSheet.open()
    }
    Shortcut {
        sequences: ["F11"]
        enabled: !main.window.kiosk.active && main.window.page !== "train" // which has its own
        onActivated: {
            if (main.visibility === Window.FullScreen)
                main.visibility = main.visibilityBefore;
            else
                main.fillScreen();
        }
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        enabled: !main.window.kiosk.active
        onActivated: Qt.quit()
    }
    Connections {
        target: main.window

        // The next visitor finds everything closed, and a page without a trace of this one.
        function onVisitor_forgotten() {
            for (const sheet of [modelSheet, statusSheet, moreSheet, helpSheet, settingsSheet])
                sheet.close();
            (page.item as PictureView).closeChooser();
            closeSheet.close();
            page.active = false;
            page.active = true;
            main.forgetting = true;
            main.forgetting = false;
        }
    }
}
