import QtQuick
import Vitrine

// Text in the theme's colour and size.
Text {
    color: Theme.text
    font.pixelSize: Theme.sizeBody
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
