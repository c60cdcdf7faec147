import QtQuick
import Vitrine
import Vitrine.App

// What can be done with the run on show; the main action is the last, at the bottom right.
Flow {
    id: actions

    required property TrainPage page
    readonly property ShownRun run: page.run
    readonly property bool live: page.showsLive && run.alive
    readonly property bool over: !run.alive && !run.replaying
    readonly property bool goesOn: over && !page.training && (run.life === ShownRun.Died || run.life === ShownRun.Stopped)

    spacing: Theme.gap
    layoutDirection: Qt.RightToLeft

    Pill {
        objectName: "pauseRun"
        filled: true
        text: qsTrId("train.pause")
        visible: actions.live && actions.run.life !== ShownRun.Paused
        enabled: !actions.page.stopping && actions.run.life === ShownRun.Running
        onClicked: actions.page.pause()
    }
    Pill {
        objectName: "resumeRun"
        filled: true
        text: qsTrId("train.resume")
        visible: actions.live && actions.run.life === ShownRun.Paused
        enabled: !actions.page.stopping
        onClicked: actions.page.resume()
    }
    Pill {
        objectName: "useModel"
        filled: !actions.goesOn || actions.run.life === ShownRun.Stopped
        size: Theme.touch
        text: actions.page.shelving ? qsTrId("train.using") : qsTrId("train.use")
        enabled: !actions.page.shelving
        visible: actions.over && actions.run.hasModel
        onClicked: actions.page.useModel()
    }
    Pill {
        objectName: "carryOn"
        filled: actions.run.life === ShownRun.Died || !actions.run.hasModel
        size: Theme.touch
        text: qsTrId("train.carry_on")
        visible: actions.goesOn
        onClicked: actions.page.carryOn()
    }
    Pill {
        objectName: "stopRun"
        size: Theme.touch
        text: actions.page.stopping ? qsTrId("train.stopping") : qsTrId("train.stop")
        enabled: !actions.page.stopping
        visible: actions.live
        onClicked: actions.page.stop()
    }
    Pill {
        objectName: "endReplay"
        filled: true
        text: qsTrId("train.replay.end")
        visible: actions.run.replaying
        onClicked: actions.run.endReplay()
    }
    Pill {
        objectName: "trainAnother"
        size: Theme.touch
        text: actions.page.training ? qsTrId("train.live") : qsTrId("train.again")
        visible: actions.over
        onClicked: actions.page.training ? actions.page.showLive() : actions.page.chooseAnew()
    }
    Pill {
        objectName: "replayRun"
        size: Theme.touch
        text: qsTrId("train.replay")
        visible: actions.over && actions.run.hasModel && !actions.page.tasterOnly
        onClicked: actions.run.replay(Theme.replayLength)
    }
}
