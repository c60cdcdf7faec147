import QtQuick
import Vitrine
import Vitrine.App

// A run: its words, its curves, its guesses.
Item {
    id: view

    required property TrainPage page
    readonly property ShownRun run: page.run
    readonly property bool portrait: height > width
    readonly property bool roomy: height >= Theme.roomyFrom - 2 * Theme.gap
    readonly property int margin: roomy ? Theme.gapWide : Theme.gap
    // Once it is over: what came of it.
    readonly property bool results: page.review.state !== RunReview.Empty && !run.replaying
    property string section: firstSection
    // A room sees the curves first.
    readonly property string firstSection: page.presenting ? "curves" : "mix_ups"
    readonly property bool presented: page.presenting && (!results || section === "curves")

    signal runsAsked

    readonly property int compared: page.comparison.count
    readonly property bool replaying: run.replaying
    property bool replayed: false // from the curves, where one finds oneself again

    // Who lays another run beside this one wants to see it.
    onComparedChanged: {
        if (compared > 0 && view.results)
            section = "curves";
    }
    onReplayingChanged: replayed = replayed || replaying
    onResultsChanged: {
        scroll.contentY = 0;
        if (!view.results) // the name alone is a component's
            return;
        section = replayed ? "curves" : firstSection;
        replayed = false;
    }
    onFirstSectionChanged: section = firstSection

    RunHeader {
        id: header

        x: view.margin
        y: view.roomy ? Theme.gapWide - Theme.unit / 2 : Theme.gap
        width: view.width - 2 * view.margin
        page: view.page
        titleOnly: view.presented && view.run.resultText.length > 0
        onRunsAsked: view.runsAsked()
    }
    // How much of it is done.
    Rectangle {
        id: bar

        x: view.margin
        y: header.y + header.height + Theme.gapSmall
        width: view.width - 2 * view.margin
        height: Theme.marker
        radius: height / 2
        color: Theme.line
        Accessible.role: Accessible.ProgressBar
        Accessible.name: view.run.epochText

        Rectangle {
            width: Math.max(parent.height, parent.width * view.run.progress)
            height: parent.height
            radius: parent.radius
            color: Theme.lamp
        }
    }
    SectionBar {
        id: sections

        x: view.margin
        y: bar.y + bar.height + Theme.gapSmall
        width: view.width - 2 * view.margin
        withFiles: view.page.exports.allowed
        section: view.section
        visible: view.results
        onPicked: section => {
            view.section = section;
            scroll.contentY = 0;
        }
    }
    Flickable {
        id: scroll

        objectName: "runScroll"
        x: view.margin
        y: (sections.visible ? sections.y + sections.height : bar.y + bar.height) + Theme.gapSmall
        width: view.width - 2 * view.margin
        height: (actions.visible ? actions.y - Theme.gap : view.height - view.margin) - y
        contentHeight: content.height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Loader {
            id: content

            width: scroll.width - (view.results && !view.presented ? Theme.gap : 0) // beside it stands the mark
            sourceComponent: view.presented ? presented : (view.results ? results : curves)
        }
    }
    ScrollMark {
        view: scroll
    }
    // qmllint disable unqualified
    Component {
        id: curves

        RunCurves {
            page: view.page
            room: scroll.height
            portrait: view.portrait
            roomy: view.roomy
        }
    }
    Component {
        id: presented

        PresentedRun {
            implicitHeight: scroll.height
            run: view.run
        }
    }
    Component {
        id: results

        ResultView {
            page: view.page
            room: scroll.height
            portrait: view.portrait
            section: view.section
            onRunsAsked: view.runsAsked()
        }
    }
    // qmllint enable unqualified
    RunActions {
        id: actions

        room: view.width - 2 * view.margin
        x: view.portrait ? (view.width - width) / 2 : view.margin
        y: view.height - view.margin - height
        width: view.portrait ? Math.min(room, wanted) : room
        page: view.page
        visible: !view.page.presenting
    }
}
