import QtQuick
import Vitrine

// Digits for a code that is not shown: what is asked, what was typed, and the keys below, or beside
// where there is little height.
Grid {
    id: pad

    required property string message
    required property bool usable // there is a code
    required property bool beside

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

    columns: beside ? 2 : 1
    spacing: Theme.gap
    verticalItemAlignment: Grid.AlignVCenter
    horizontalItemAlignment: Grid.AlignHCenter

    Column {
        width: pad.beside && keys.visible ? pad.width - keys.width - pad.spacing : pad.width
        spacing: Theme.gapTouch

        BodyText {
            objectName: "codeMessage"
            width: parent.width
            text: pad.message
            color: Theme.quiet
            Accessible.role: Accessible.AlertMessage
        }
        BodyText {
            objectName: "codeDots"
            width: parent.width
            height: Theme.sizeTitle * 1.5
            horizontalAlignment: Text.AlignHCenter
            text: "●".repeat(pad.digits.length)
            fontSizeMode: Text.HorizontalFit // as many as a code may have
            minimumPixelSize: Theme.bar
            wrapMode: Text.NoWrap
            visible: pad.usable
            Accessible.name: qsTrId("code.digits").replace("%1", pad.digits.length)
        }
    }
    Grid {
        id: keys

        columns: 3
        spacing: Theme.gap
        visible: pad.usable

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
