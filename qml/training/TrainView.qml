import QtQuick
import Vitrine
import Vitrine.App

// 训练: a network learns while one looks on.
Item {
    id: view

    required property WindowModel window
    readonly property TrainPage page: window.trainPage

    // The words are bindings, so that an open sheet changes its language too.
    function pick(what: var, then: var) {
        const component = Qt.createComponent("../settings/FolderSheet.qml");
        if (component.status !== Component.Ready)
            return;
        const folders = component.createObject(view, Object.assign({
            "folder": view.window.homeFolder
        }, what));
        (folders as FolderSheet).picked.connect(then);
    }
    function chooseFolder() {
        pick({
            "title": Qt.binding(() => qsTrId("train.data.choose")),
            "hint": Qt.binding(() => qsTrId("train.data.own.hint"))
        }, place => view.page.choice.chooseFolder(place));
    }
    function chooseCifar10() {
        pick({
            "title": Qt.binding(() => qsTrId("train.data.cifar.title")),
            "hint": Qt.binding(() => qsTrId("train.data.cifar.hint")),
            "files": ["*.tar.gz", "*.tgz", "*.tar"],
            "marks": ["data_batch*.bin"],
            "missing": Qt.binding(() => qsTrId("train.data.cifar.missing"))
        }, place => view.page.choice.chooseCifar10(place));
    }
    function openForeign() {
        const curves = "events.out.tfevents*";
        pick({
            "title": Qt.binding(() => qsTrId("train.foreign")),
            "hint": Qt.binding(() => qsTrId("train.foreign.what")),
            "files": ["*.csv", "*.tsv", curves],
            "marks": ["events.jsonl", curves],
            "missing": Qt.binding(() => qsTrId("train.foreign.missing"))
        }, place => view.page.openForeign(place));
    }

    ChooseView {
        objectName: "chooseView"
        anchors.fill: parent
        page: view.page
        visible: view.page.state === TrainPage.Choosing
        onRunsAsked: runsSheet.open()
        onFolderAsked: view.chooseFolder()
        onCifar10Asked: view.chooseCifar10()
        onOptionsAsked: optionsSheet.open()
    }
    Loader {
        anchors.fill: parent
        active: view.page.state === TrainPage.Watching

        // qmllint disable unqualified
        sourceComponent: RunView {
            page: view.page
            onRunsAsked: runsSheet.open()
        }
        // qmllint enable unqualified
    }
    RunsSheet {
        id: runsSheet

        x: (view.width - width) / 2
        y: (view.height - height) / 2
        page: view.page
        onForeignAsked: view.openForeign()
    }
    CloseUpSheet {
        x: (view.width - width) / 2
        y: (view.height - height) / 2
        review: view.page.review
    }
    OptionsSheet {
        id: optionsSheet

        x: (view.width - width) / 2
        y: (view.height - height) / 2
        page: view.page
    }
    QuestionSheet {
        id: questionSheet

        x: (view.width - width) / 2
        y: (view.height - height) / 2
        page: view.page
    }
    Shortcut {
        sequences: ["F11"]
        enabled: view.visible && !view.page.tasterOnly
        onActivated: view.page.presenting = !view.page.presenting
    }
    Shortcut {
        sequences: ["Escape"]
        enabled: view.visible && view.page.presenting
        onActivated: view.page.presenting = false
    }
}
