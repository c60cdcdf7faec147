import QtQuick
import Vitrine
import Vitrine.App

// What can be taken along of a run.
Card {
    id: section

    required property RunExports exports
    required property bool withModel

    title: qsTrId("train.section.files")
    spacing: Theme.gap

    BodyText {
        width: parent ? parent.width : 0
        text: qsTrId("train.files.how")
        color: Theme.quiet
    }
    Flow {
        width: parent ? parent.width : 0
        spacing: Theme.gapTouch

        Pill {
            objectName: "savePng"
            text: qsTrId("train.files.png")
            iconName: "save"
            enabled: !section.exports.saving
            onClicked: section.exports.save(RunExports.ChartPng)
        }
        Pill {
            objectName: "saveSvg"
            text: qsTrId("train.files.svg")
            iconName: "save"
            enabled: !section.exports.saving
            onClicked: section.exports.save(RunExports.ChartSvg)
        }
        Pill {
            objectName: "saveCsv"
            text: qsTrId("train.files.csv")
            iconName: "save"
            enabled: !section.exports.saving
            onClicked: section.exports.save(RunExports.TableCsv)
        }
        Pill {
            objectName: "saveReport"
            text: qsTrId("train.files.report")
            iconName: "save"
            enabled: !section.exports.saving
            onClicked: section.exports.save(RunExports.Report)
        }
        Pill {
            objectName: "saveModel"
            text: qsTrId("train.files.model")
            iconName: "save"
            enabled: !section.exports.saving
            visible: section.withModel
            onClicked: section.exports.save(RunExports.ModelFile)
        }
    }
    PulseText {
        width: parent ? parent.width : 0
        text: qsTrId("save.saving")
        running: section.exports.saving
        visible: running
    }
    BodyText {
        objectName: "exportSaid"
        width: parent ? parent.width : 0
        text: section.exports.said
        color: section.exports.failed ? Theme.alarm : Theme.text
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        visible: text.length > 0
        Accessible.role: Accessible.AlertMessage
    }
}
