import QtQuick
import Vitrine

// Digits for a code that is not shown.
Column {
    id: pad

    signal entered(string code)

    property string digits: ""
    readonly property int most: 12

    function clear() {
        digits = "";
    }

    function take() {
        const code = digits;
        clear();
        entered(code);
    }

    spacing: Theme.gap

    BodyText {
        objectName: "codeDots"
        width: pad.width
        height: Theme.sizeTitle * 1.5
        horizontalAlignment: Text.AlignHCenter
        text: "●".repeat(pad.digits.length)
        wrapMode: Text.NoWrap
        Accessible.name: pad.digits.length
    }
    Grid {
        id: grid

        anchors.horizontalCenter: parent.horizontalCenter
        columns: 3
        spacing: Theme.gap

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", ""]

            Pill {
                required property string modelData
                required property int index
                readonly property bool wipes: index === 9
                readonly property bool confirms: index === 11

                objectName: wipes ? "codeDelete" : (confirms ? "codeEnter" : "code:" + modelData)
                width: Theme.touch + Theme.gapWide
                height: Theme.touch
                text: modelData
                iconName: wipes ? "backspace" : (confirms ? "check" : "")
                filled: confirms
                Accessible.name: wipes ? qsTrId("code.delete") : (confirms ? qsTrId("code.confirm") : modelData)
                // An outer id is always in reach here; qmllint 6.4 has no way to be told so.
                // qmllint disable unqualified
                enabled: !confirms || pad.digits.length > 0
                onClicked: {
                    if (confirms)
                        pad.take();
                    else if (wipes)
                        pad.digits = pad.digits.slice(0, -1);
                    else if (pad.digits.length < pad.most)
                        pad.digits += modelData;
                }
                // qmllint enable unqualified
            }
        }
    }
}
