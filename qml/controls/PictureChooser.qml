import QtQuick
import Vitrine.App

// Opens the way of choosing that suits the machine. The file dialog's library takes a while to load,
// so nothing of it is touched before it is wanted.
Loader {
    id: chooser

    required property PicturePage page
    required property bool hasMouse

    function open() {
        source = "";
        setSource(hasMouse ? "PictureFileDialog.qml" : "PictureSheet.qml", {
            "page": page
        });
    }
}
