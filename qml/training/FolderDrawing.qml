import QtQuick
import Vitrine
import Vitrine.App

// How pictures of one's own are to lie: a folder for each class.
Row {
    id: drawing

    spacing: Theme.gap
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTrId("train.data.own.how")

    Repeater {
        model: [qsTrId("train.data.cat"), qsTrId("train.data.dog")]

        Row {
            required property string modelData

            spacing: Theme.gapSmall

            IconItem {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.iconSize
                height: Theme.iconSize
                name: "folder"
                color: Theme.lamp
            }
            BodyText {
                anchors.verticalCenter: parent.verticalCenter
                text: parent.modelData
                wrapMode: Text.NoWrap
            }
            Repeater {
                model: 3

                Rectangle {
                    required property int index

                    anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                    width: Theme.iconSmall
                    height: Theme.iconSmall
                    radius: Theme.marker
                    color: Theme.line
                }
            }
        }
    }
}
