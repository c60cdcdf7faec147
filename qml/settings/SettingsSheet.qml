import QtQuick
import Vitrine
import Vitrine.App

// What the staff set, once: steppers and choices, nothing to type. Each change holds at once.
Sheet {
    id: sheet

    required property WindowModel window

    readonly property SettingsModel settings: window.settings
    property FolderSheet folders: null // while one is chosen

    function chooseFolder(current: string, take: var) {
        if (folders !== null)
            return;
        const component = Qt.createComponent("FolderSheet.qml");
        if (component.status !== Component.Ready)
            return;
        folders = component.createObject(sheet.contentItem, {
            "folder": sheet.settings.folderUrl(current)
        }) as FolderSheet;
        folders.picked.connect(take);
    }

    title: qsTrId("settings.title")
    width: Math.min(Theme.sheet * 1.6, parent ? parent.width - 2 * Theme.gap : Theme.sheet)
    onClosed: {
        settings.noteSeen();
        if (folders !== null) // a visitor must not find it
            folders.close();
    }

    BodyText {
        objectName: "settingsNote"
        width: parent ? parent.width : 0
        text: sheet.settings.note
        color: Theme.alarm
        visible: text.length > 0
    }
    SettingsHeading {
        objectName: "visitorsHeading"
        width: parent ? parent.width : 0
        text: qsTrId("settings.visitors")
        first: true
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.languages")

        Choices {
            objectName: "languages"
            several: true
            options: [
                {
                    "value": "zh",
                    "text": "中文"
                },
                {
                    "value": "en",
                    "text": "English"
                }
            ]
            chosen: sheet.settings.languages
            onPicked: (value, on) => sheet.settings.offerLanguage(value, on)
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.language")

        Choices {
            objectName: "language"
            options: [
                {
                    "value": "",
                    "text": qsTrId("settings.automatic")
                },
                {
                    "value": "zh",
                    "text": "中文"
                },
                {
                    "value": "en",
                    "text": "English"
                }
            ]
            chosen: sheet.settings.language
            onPicked: value => sheet.settings.language = value
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.theme")

        Choices {
            objectName: "theme"
            options: [
                {
                    "value": "dark",
                    "text": qsTrId("settings.dark")
                },
                {
                    "value": "light",
                    "text": qsTrId("settings.light")
                }
            ]
            chosen: sheet.settings.theme
            onPicked: value => sheet.settings.theme = value
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.text_scale")

        Stepper {
            objectName: "textScale"
            name: qsTrId("settings.text_scale")
            value: sheet.settings.textScale
            least: 1
            most: 2
            step: 0.25
            shown: Math.round(value * 100) + "%"
            onChanged: value => sheet.settings.textScale = value
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.reduce_motion")

        Choices {
            objectName: "reduceMotion"
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
            chosen: sheet.settings.reduceMotion ? "on" : "off"
            onPicked: value => sheet.settings.reduceMotion = value === "on"
        }
    }
    SettingsHeading {
        objectName: "standHeading"
        width: parent ? parent.width : 0
        text: qsTrId("settings.stand")
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.idle")

        Stepper {
            objectName: "idle"
            name: qsTrId("settings.idle")
            value: sheet.settings.idle
            least: 15
            most: 600
            step: 15
            shown: qsTrId("settings.seconds").replace("%1", value)
            onChanged: value => sheet.settings.idle = value
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.countdown")

        Stepper {
            objectName: "countdown"
            name: qsTrId("settings.countdown")
            value: sheet.settings.countdown
            least: 5
            most: 30
            step: 5
            shown: qsTrId("settings.seconds").replace("%1", value)
            onChanged: value => sheet.settings.countdown = value
        }
    }
    SettingsHeading {
        objectName: "computingHeading"
        width: parent ? parent.width : 0
        text: qsTrId("settings.computing")
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.backend")

        Choices {
            objectName: "backend"
            options: [
                {
                    "value": "auto",
                    "text": qsTrId("settings.automatic")
                },
                ...Array.from(sheet.window.backendNames, id => ({
                            "value": id,
                            "text": id.toUpperCase()
                        }))
            ]
            chosen: sheet.settings.backend
            onPicked: value => sheet.settings.backend = value
        }
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("settings.threads")

        Stepper {
            objectName: "threads"
            name: qsTrId("settings.threads")
            value: sheet.settings.threads
            least: 0
            most: sheet.settings.mostThreads
            shown: value === 0 ? qsTrId("settings.automatic") : value
            onChanged: value => sheet.settings.threads = value
        }
    }
    FolderRow {
        objectName: "modelFolder"
        width: parent ? parent.width : 0
        label: qsTrId("settings.model_folder")
        folder: sheet.settings.modelFolder
        onChooseAsked: sheet.chooseFolder(folder, url => sheet.settings.setModelFolder(url))
        onNoneAsked: sheet.settings.setModelFolder("")
    }
    FolderRow {
        objectName: "pictureFolder"
        width: parent ? parent.width : 0
        label: qsTrId("settings.picture_folder")
        folder: sheet.settings.pictureFolder
        onChooseAsked: sheet.chooseFolder(folder, url => sheet.settings.setPictureFolder(url))
        onNoneAsked: sheet.settings.setPictureFolder("")
    }
}
