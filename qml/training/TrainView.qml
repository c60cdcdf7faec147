import QtQuick
import Vitrine
import Vitrine.App

// 训练: a network learns while one looks on.
Item {
    id: view

    required property WindowModel window
    readonly property TrainPage page: window.trainPage

    function pick(title: string, files: var, then: var) {
        const component = Qt.createComponent("../settings/FolderSheet.qml");
        if (component.status !== Component.Ready)
            return;
        const folders = component.createObject(view, {
            "title": title,
            "folder": view.window.homeFolder,
            "files": files
        });
        (folders as FolderSheet).picked.connect(then);
    }
    function chooseFolder(archives: bool) {
        pick(archives ? qsTrId("train.data.archive") : qsTrId("train.data.choose"), archives ? ["*.tar.gz", "*.tgz", "*.tar"] : [], place => view.page.choice.chooseFolder(place));
    }
    function openForeign() {
        pick(qsTrId("train.foreign"), ["*.csv", "*.tsv", "events.out.tfevents*"], place => view.page.openForeign(place));
    }

    ChooseView {
        objectName: "chooseView"
        anchors.fill: parent
        page: view.page
        visible: view.page.state === TrainPage.Choosing
        onRunsAsked: runsSheet.open()
        onFolderAsked: archives => view.chooseFolder(archives)
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
