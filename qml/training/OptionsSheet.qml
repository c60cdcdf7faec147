import QtQuick
import Vitrine
import Vitrine.App

// A recipe's numbers, for those who know what they do.
Sheet {
    id: sheet

    required property TrainPage page
    readonly property RecipeOptions options: page.options

    title: qsTrId("train.more")
    widest: Theme.sheetWide

    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("train.more.epochs")

        Stepper {
            objectName: "epochs"
            name: qsTrId("train.more.epochs")
            value: sheet.options.epochs
            least: 1
            most: sheet.options.mostEpochs
            repeats: true
            onChanged: value => sheet.options.epochs = value
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.epochs.what")
        color: Theme.quiet
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("train.more.batch")

        Stepper {
            objectName: "batch"
            name: qsTrId("train.more.batch")
            value: sheet.options.batch
            least: 1
            most: sheet.options.mostBatch
            onChanged: value => sheet.options.batch = value > sheet.options.batch ? sheet.options.batch * 2 : sheet.options.batch / 2
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.batch.what").replace("%1", sheet.options.mostBatch.toLocaleString(Qt.locale("en"), "f", 0))
        color: Theme.quiet
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("train.more.rate")

        Stepper {
            objectName: "rate"
            name: qsTrId("train.more.rate")
            value: sheet.options.rateStep
            least: -3
            most: 3
            shown: sheet.options.rateText
            onChanged: value => sheet.options.rateStep = value
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.rate.what")
        color: Theme.quiet
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.schedule")
    }
    Choices {
        objectName: "schedule"
        width: parent ? parent.width : 0
        options: [
            {
                "value": "constant",
                "text": qsTrId("train.more.schedule.constant")
            },
            {
                "value": "linear",
                "text": qsTrId("train.more.schedule.linear")
            },
            {
                "value": "cosine",
                "text": qsTrId("train.more.schedule.cosine")
            }
        ]
        chosen: sheet.options.schedule
        onPicked: value => sheet.options.schedule = value
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.schedule.what")
        color: Theme.quiet
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.network")
        visible: sheet.options.networks.length > 1
    }
    Choices {
        objectName: "network"
        width: parent ? parent.width : 0
        options: Array.from(sheet.options.networks, name => ({
                    "value": name,
                    "text": name
                }))
        chosen: sheet.options.network
        visible: sheet.options.networks.length > 1
        onPicked: value => sheet.options.network = value
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.network.what")
        color: Theme.quiet
        visible: sheet.options.networks.length > 1
    }
    SettingRow {
        width: parent ? parent.width : 0
        label: qsTrId("train.more.seed")

        Stepper {
            objectName: "seed"
            name: qsTrId("train.more.seed")
            value: sheet.options.seed
            least: 0
            most: 9999
            repeats: true
            onChanged: value => sheet.options.seed = value
        }
    }
    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.more.seed.what")
        color: Theme.quiet
    }
    Pill {
        objectName: "resetOptions"
        text: qsTrId("train.more.reset")
        enabled: sheet.options.altered
        onClicked: sheet.options.reset()
    }
}
