import QtQuick
import Vitrine
import Vitrine.App

// How the window looks, and what the rail has no room for.
Sheet {
    id: sheet

    required property WindowModel window

    signal statusAsked
    signal settingsAsked
    signal helpAsked

    title: qsTrId("more.title")
    widest: Theme.sheetWide

    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.text_scale")

        Stepper {
            objectName: "moreTextScale"
            name: qsTrId("settings.text_scale")
            value: sheet.window.textScale
            least: 1
            most: 2
            step: 0.25
            shown: Math.round(value * 100) + "%"
            onChanged: value => sheet.window.chooseTextScale(value)
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.reduce_motion")

        Choices {
            objectName: "moreReduceMotion"
            options: [
                {
                    "value": "off",
                    "text": qsTrId("settings.off")
                },
                {
                    "value": "on",
                    "text": qsTrId("settings.on")
                }
            ]
            chosen: sheet.window.reduceMotion ? "on" : "off"
            onPicked: value => sheet.window.chooseReduceMotion(value === "on")
        }
    }
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
        objectName: "helpRow"
        width: parent ? parent.width : 0
        text: qsTrId("help.title")
        visible: !sheet.window.kiosk.active
        onClicked: {
            sheet.close();
            sheet.helpAsked();
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
