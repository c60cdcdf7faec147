import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Opens the way of choosing that suits the machine. The file dialog's library takes a while to load,
// so nothing of it is touched before it is wanted; where it is not installed, the file picker does.
Loader {
    id: chooser

    required property PicturePage page
    required property FilePicker picker
    required property bool hasMouse

    function open() {
        if (hasMouse && !picker.flat)
            show(Qt.resolvedUrl("PictureFileDialog.qml"), {
                "page": page,
                "picker": picker
            });
        else
            openPicker();
    }

    function openPicker() {
        show(Qt.resolvedUrl("../files/FilePickerView.qml"), {
            "picker": picker
        });
    }

    // A popup that is destroyed while it is open would keep the next touch to itself.
    function close() {
        const popup = item as T.Popup;
        if (popup)
            popup.close();
    }

    function show(way: url, properties: var) {
        source = "";
        setSource(way, properties);
    }

    onStatusChanged: {
        if (status === Loader.Error && hasMouse)
            openPicker();
    }
}
