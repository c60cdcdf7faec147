pragma Singleton
import QtQuick

// What lies between the page and the sheets over it. The window draws it, in one with the page.
QtObject {
    property int sheets: 0 // that are open
}
