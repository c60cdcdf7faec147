import QtQuick
import Vitrine.App

// Opens the way of choosing that suits the machine. The file dialog's library takes a while to load,
// so nothing of it is touched before it is wanted; where it is not installed, the sheet does.
Loader {
    id: chooser

    required property PicturePage page
    required property bool hasMouse

    function open() {
        show(hasMouse ? "PictureFileDialog.qml" : "PictureSheet.qml");
    }

    function show(way: string) {
        source = "";
        setSource(way, {
            "page": page
        });
    }

    onStatusChanged: {
        if (status === Loader.Error && hasMouse)
            setSource("PictureSheet.qml", {
                "page": page
            });
    }
}
