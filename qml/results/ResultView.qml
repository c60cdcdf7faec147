import QtQuick
import Vitrine
import Vitrine.App

// What came of a run, one question at a time.
Column {
    id: view

    required property TrainPage page
    required property real room // height of what can be seen of it
    required property bool portrait
    readonly property RunReview review: page.review
    // Two cards side by side.
    readonly property bool wide: !portrait && width >= Theme.twoColumnsFrom * Theme.textScale
    required property string section

    signal runsAsked

    spacing: Theme.gap

    HintCard {
        width: parent.width
        run: view.page.run
        problem: view.page.problem
        visible: wrong
    }
    PulseText {
        width: parent.width
        text: qsTrId("analysis.reading")
        running: view.review.state === RunReview.Reading
        visible: running
    }
    BodyText {
        objectName: "reviewProblem"
        width: parent.width
        text: view.review.problem
        visible: text.length > 0
        Accessible.role: Accessible.AlertMessage
    }
    // qmllint disable unqualified
    Loader {
        width: parent.width
        active: view.review.state === RunReview.Ready || view.section === "curves" || view.section === "files"
        sourceComponent: {
            switch (view.section) {
            case "mistakes":
                return mistakes;
            case "classes":
                return classes;
            case "curves":
                return curves;
            case "files":
                return files;
            default:
                return mixUps;
            }
        }
    }
    Component {
        id: mixUps

        MixUpsSection {
            page: view.page
            wide: view.wide
            room: view.room
        }
    }
    Component {
        id: mistakes

        Card {
            WorstMistakes {
                width: parent ? parent.width : 0
                review: view.review
            }
        }
    }
    Component {
        id: classes

        ClassesSection {
            review: view.review
            wide: view.wide
        }
    }
    Component {
        id: curves

        CurvesSection {
            page: view.page
            room: view.room
            portrait: view.portrait
            onRunsAsked: view.runsAsked()
        }
    }
    Component {
        id: files

        FilesSection {
            exports: view.page.exports
            withModel: view.page.run.hasModel
        }
    }
    // qmllint enable unqualified
}
