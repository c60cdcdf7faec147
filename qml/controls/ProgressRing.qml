import QtQuick
import QtQuick.Shapes
import Vitrine

// How far something is, as a ring that fills from the top.
Shape {
    id: ring

    required property real share // 0 to 1
    property color ink: Theme.lamp
    property real thickness: Theme.marker
    property real inset: thickness / 2 // of the line's middle

    Accessible.ignored: true

    ShapePath {
        strokeColor: ring.ink
        strokeWidth: ring.thickness
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap

        PathAngleArc {
            centerX: ring.width / 2
            centerY: ring.height / 2
            radiusX: ring.width / 2 - ring.inset
            radiusY: radiusX
            startAngle: -90
            sweepAngle: 360 * ring.share
        }
    }
}
