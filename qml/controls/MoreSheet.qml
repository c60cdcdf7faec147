import QtQuick
import Vitrine
import Vitrine.App

// What the rail has no room for.
Sheet {
    id: sheet

    required property WindowModel window

    signal statusAsked
    signal settingsAsked

    title: qsTrId("more.title")

    SheetRow {
        objectName: "themeRow"
        width: parent ? parent.width : 0
        text: sheet.window.darkTheme ? qsTrId("switch.theme.light") : qsTrId("switch.theme.dark")
        onClicked: sheet.window.switchTheme()
    }
    SheetRow {
        objectName: "statusRow"
        width: parent ? parent.width : 0
        text: qsTrId("status.title") + " · " + sheet.window.status
        onClicked: {
            sheet.close();
            sheet.statusAsked();
        }
    }
    SheetRow {
        objectName: "settingsRow"
        width: parent ? parent.width : 0
        text: qsTrId("settings.title")
        visible: !sheet.window.kiosk.active
        onClicked: {
            sheet.close();
            sheet.settingsAsked();
        }
    }
}
