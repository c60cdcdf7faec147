import QtQuick
import Vitrine
import Vitrine.App

// For the staff: first their code, then what they may do.
Sheet {
    id: sheet

    required property KioskModel kiosk

    signal settingsAsked

    title: qsTrId("staff.title")
    width: Math.min(Theme.sheet, parent ? parent.width - 2 * Theme.gap : Theme.sheet)
    onClosed: pad.clear()

    BodyText {
        objectName: "codeMessage"
        width: parent ? parent.width : 0
        text: sheet.kiosk.codeMessage.length > 0 ? sheet.kiosk.codeMessage : qsTrId("code.enter")
        color: Theme.quiet
        visible: !sheet.kiosk.unlocked
        Accessible.role: Accessible.AlertMessage
    }
    CodePad {
        id: pad

        width: parent ? parent.width : 0
        visible: sheet.kiosk.codeSet && !sheet.kiosk.unlocked
        enabled: !sheet.kiosk.checking && !sheet.kiosk.locked
        onEntered: code => sheet.kiosk.enterCode(code)
    }
    BodyText {
        objectName: "counts"
        width: parent ? parent.width : 0
        text: sheet.kiosk.countsText
        visible: sheet.kiosk.unlocked
    }
    SheetRow {
        objectName: "staffSettings"
        width: parent ? parent.width : 0
        text: qsTrId("settings.title")
        visible: sheet.kiosk.unlocked
        onClicked: sheet.settingsAsked()
    }
    SheetRow {
        objectName: "staffLeave"
        width: parent ? parent.width : 0
        text: qsTrId("staff.leave")
        visible: sheet.kiosk.unlocked
        onClicked: sheet.kiosk.leave()
    }
}
