import QtQuick
import Vitrine

// A sign of life: words that breathe while something is under way, after a moment of nothing.
BodyText {
    id: pulse

    required property bool running

    color: Theme.quiet

    SequentialAnimation {
        running: pulse.running && pulse.visible

        PropertyAction {
            target: pulse
            property: "opacity"
            value: 0
        }
        PauseAnimation {
            duration: Theme.pulseAfter
        }
        SequentialAnimation {
            loops: Animation.Infinite

            NumberAnimation {
                target: pulse
                property: "opacity"
                to: 1
                duration: Theme.pulse
                easing.type: Easing.InOutSine
            }
            NumberAnimation {
                target: pulse
                property: "opacity"
                to: Theme.reduceMotion ? 1 : Theme.disabled
                duration: Theme.pulse
                easing.type: Easing.InOutSine
            }
        }
    }
}
