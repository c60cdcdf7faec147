import QtQuick
import Vitrine
import Vitrine.App

// What kiosk mode lays over the pages. Parts that are not wanted are not there at all.
Item {
    id: layer

    required property WindowModel window

    signal settingsAsked

    AttractView {
        window: layer.window
        visible: layer.window.kiosk.phase === KioskModel.Attract
    }
    CountdownView {
        kiosk: layer.window.kiosk
        visible: layer.window.kiosk.phase === KioskModel.Countdown
    }
    StaffSheet {
        id: staffSheet

        x: (layer.width - width) / 2
        y: (layer.height - height) / 2
        kiosk: layer.window.kiosk
        onSettingsAsked: layer.settingsAsked()
    }
    CornerRing {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.gap
        kiosk: layer.window.kiosk
    }
    Connections {
        target: layer.window.kiosk

        function onCode_asked() {
            staffSheet.open();
        }
        function onVisit_ended() {
            staffSheet.close();
        }
    }
}
