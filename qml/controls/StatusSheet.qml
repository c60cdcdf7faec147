import QtQuick
import Vitrine
import Vitrine.App

// What computes, why, and what else there is.
Sheet {
    id: sheet

    required property WindowModel window

    title: qsTrId("status.title")

    Repeater {
        model: sheet.window.backends

        BodyText {
            required property string modelData

            width: parent ? parent.width : 0
            text: modelData
        }
    }
}
