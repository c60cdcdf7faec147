import QtQuick
import QtQuick.Templates as T
import Vitrine
import Vitrine.App

// Opens the file picker, and from there, for those with a mouse, the system's dialog. The dialog's
// library takes a while to load, so nothing of it is touched before it is wanted.
Loader {
    id: chooser

    required property PicturePage page
    required property FilePicker picker
    required property bool hasMouse

    function open() {
        show(Qt.resolvedUrl("../files/FilePickerView.qml"), {
            "picker": picker,
            "guessing": page.game.on,
            "systemDialog": hasMouse && !picker.flat
        });
    }

    function openSystemDialog() {
        show(Qt.resolvedUrl("PictureFileDialog.qml"), {
            "page": page,
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
        if (status === Loader.Error) // the dialog's library is not installed
            open();
    }

    Connections {
        target: chooser.item
        ignoreUnknownSignals: true

        function onSystemDialogAsked() {
            chooser.openSystemDialog();
        }
    }
}
