import QtQuick
import Vitrine
import Vitrine.App

// What can be done with the run on show; the main action is the last, at the bottom right.
Flow {
    id: actions

    required property TrainPage page
    required property real room // at most
    readonly property ShownRun run: page.run
    readonly property bool live: page.showsLive && run.alive
    readonly property bool over: !run.alive && !run.replaying
    // What died is carried on; who stopped it wanted what it has.
    readonly property bool mainlyGoesOn: run.life !== ShownRun.Stopped || !run.hasModel
    readonly property bool goesOn: over && !page.training && run.goesOn

    // In one line.
    readonly property real wanted: {
        let sum = -spacing;
        for (let i = 0; i < children.length; ++i)
            sum += children[i].visible ? children[i].width + spacing : 0;
        return Math.max(0, sum);
    }

    spacing: Theme.gap
    layoutDirection: Qt.RightToLeft

    Pill {
        objectName: "pauseRun"
        filled: true
        text: actions.page.pausing ? qsTrId("train.pausing") : qsTrId("train.pause")
        visible: actions.live && actions.run.life !== ShownRun.Paused
        enabled: !actions.page.stopping && !actions.page.pausing && actions.run.life === ShownRun.Running
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
        objectName: "carryOn"
        filled: true
        text: qsTrId("train.carry_on")
        visible: actions.goesOn && actions.mainlyGoesOn
        onClicked: actions.page.carryOn()
    }
    Pill {
        objectName: "useModel"
        filled: !(actions.goesOn && actions.mainlyGoesOn)
        size: Theme.touch
        text: actions.page.shelving ? qsTrId("train.using") : qsTrId("train.use")
        enabled: !actions.page.shelving
        visible: actions.over && actions.run.hasModel
        onClicked: actions.page.useModel()
    }
    Pill {
        objectName: "carryOnStopped"
        size: Theme.touch
        text: qsTrId("train.carry_on")
        visible: actions.goesOn && !actions.mainlyGoesOn
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
    Choices {
        objectName: "replayLength"
        room: actions.room
        options: [
            {
                "value": "0",
                "text": qsTrId("train.replay.as_it_was")
            },
            {
                "value": "10",
                "text": qsTrId("train.took.seconds").replace("%1", "10")
            },
            {
                "value": "20",
                "text": qsTrId("train.took.seconds").replace("%1", "20")
            },
            {
                "value": "60",
                "text": qsTrId("train.took.seconds").replace("%1", "60")
            }
        ]
        chosen: actions.run.replayLength.toString()
        visible: actions.run.replaying
        onPicked: value => actions.run.replayLength = Number(value)
    }
    Pill {
        objectName: "trainAnother"
        size: Theme.touch
        text: actions.page.training ? qsTrId("train.live") : qsTrId("train.again")
        visible: actions.over
        onClicked: actions.page.training ? actions.page.showLive() : actions.page.chooseAnew()
    }
}
