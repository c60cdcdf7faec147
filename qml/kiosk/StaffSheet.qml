import QtQuick
import Vitrine
import Vitrine.App

// For the staff: first their code, then what they may do.
Sheet {
    id: sheet

    required property KioskModel kiosk

    signal settingsAsked

    // All keys are seen at once.
    readonly property bool low: parent !== null && parent.height < Theme.roomyFrom * Theme.textScale

    title: qsTrId("staff.title")
    width: Math.min(low ? Theme.sheetWide : Theme.sheet, parent ? parent.width - 2 * Theme.gap : Theme.sheet)
    onClosed: {
        pad.clear();
        sheet.kiosk.lock();
    }

    CodePad {
        id: pad

        width: parent ? parent.width : 0
        message: sheet.kiosk.codeMessage.length > 0 ? sheet.kiosk.codeMessage : qsTrId("code.enter")
        usable: sheet.kiosk.codeSet
        beside: sheet.low && sheet.kiosk.codeSet
        visible: !sheet.kiosk.unlocked
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
