import QtQuick
import Vitrine
import Vitrine.App

// Whom the model can race against.
Sheet {
    id: sheet

    required property CameraRace race

    title: qsTrId("race.against")

    Repeater {
        model: sheet.race.rivals

        SheetRow {
            required property string modelData
            required property int index

            objectName: "rival:" + index
            width: parent ? parent.width : 0
            text: modelData
            // qmllint disable unqualified
            onClicked: {
                sheet.race.start(index);
                sheet.close();
            }
            // qmllint enable unqualified
        }
    }
    SheetRow {
        objectName: "raceStop"
        width: parent ? parent.width : 0
        text: qsTrId("race.stop")
        visible: sheet.race.running
        onClicked: {
            sheet.race.stop();
            sheet.close();
        }
    }
}
