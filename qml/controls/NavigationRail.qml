import QtQuick
import QtQuick.Layouts
import Vitrine
import Vitrine.App

// The pages, and what holds for all of them: at the left, or along the bottom where it is narrow.
Rectangle {
    id: rail

    required property WindowModel window
    required property bool horizontal
    required property bool brief // theme and status are behind "more"

    signal statusAsked
    signal moreAsked

    color: Theme.panel

    readonly property Item tab: ({
            "picture": pictureTab,
            "camera": cameraTab,
            "train": trainTab
        })[window.page]

    Rectangle {
        // Marks the page by its place, not by colour alone.
        x: rail.horizontal ? rail.tab.x + grid.x + (rail.tab.width - width) / 2 : 0
        y: rail.horizontal ? 0 : rail.tab.y + grid.y + (rail.tab.height - height) / 2
        width: rail.horizontal ? rail.tab.width / 2 : Theme.marker
        height: rail.horizontal ? Theme.marker : rail.tab.height / 2
        radius: Theme.marker / 2
        color: Theme.lamp
    }
    GridLayout {
        id: grid

        anchors.fill: parent
        anchors.topMargin: rail.horizontal || rail.brief ? Theme.gapSmall : Theme.gapWide
        anchors.bottomMargin: rail.horizontal || rail.brief ? Theme.gapSmall : Theme.gap
        anchors.leftMargin: rail.horizontal ? Theme.gap : Theme.bar
        anchors.rightMargin: rail.horizontal ? Theme.gap : Theme.bar
        flow: rail.horizontal ? GridLayout.LeftToRight : GridLayout.TopToBottom
        rows: rail.horizontal ? 1 : -1
        columns: rail.horizontal ? -1 : 1
        rowSpacing: rail.brief ? Theme.gapTouch : Theme.gap
        columnSpacing: Theme.gap

        NavigationTab {
            id: pictureTab

            objectName: "pictureTab"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            text: qsTrId("page.picture")
            iconName: "picture"
            tight: rail.brief
            checked: rail.window.page === "picture"
            onClicked: rail.window.showPage("picture")
        }
        NavigationTab {
            id: cameraTab

            objectName: "cameraTab"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            text: qsTrId("page.camera")
            iconName: "camera"
            lit: rail.window.cameraPage.cameraOn // until it is closed in truth, whatever page is seen
            tight: rail.brief
            checked: rail.window.page === "camera"
            onClicked: rail.window.showPage("camera")
        }
        NavigationTab {
            id: trainTab

            objectName: "trainTab"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            text: qsTrId("page.train")
            iconName: "train"
            tight: rail.brief
            busy: rail.window.trainPage.training
            progress: rail.window.trainPage.showsLive ? rail.window.trainPage.run.progress : 0
            busyText: qsTrId("page.train.busy")
            checked: rail.window.page === "train"
            onClicked: rail.window.showPage("train")
        }
        Item {
            Layout.fillWidth: rail.horizontal
            Layout.fillHeight: !rail.horizontal
        }
        Pill {
            objectName: "languageSwitch"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            text: qsTrId("switch.language")
            Accessible.name: qsTrId("switch.language.name")
            compact: true
            visible: rail.window.severalLanguages
            onClicked: rail.window.switchLanguage()
        }
        Pill {
            objectName: "themeSwitch"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            iconName: "theme"
            Accessible.name: rail.window.darkTheme ? qsTrId("switch.theme.light") : qsTrId("switch.theme.dark")
            visible: !rail.brief
            onClicked: rail.window.switchTheme()
        }
        Pill {
            objectName: "moreButton"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            iconName: "more"
            Accessible.name: qsTrId("more.title")
            onClicked: rail.moreAsked()
        }
        StatusPill {
            objectName: "statusPill"
            Layout.fillWidth: !rail.horizontal
            Layout.alignment: Qt.AlignVCenter
            window: rail.window
            visible: !rail.brief
            onClicked: rail.statusAsked()
        }
    }
}
