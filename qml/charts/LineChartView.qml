import QtQuick
import Vitrine

Item {
    property var series: []
    property bool percent: false
    property bool live: false
    property real xMinimum: 0
    property real xMaximum: 1
}
