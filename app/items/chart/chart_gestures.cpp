#include "app/items/chart/chart_gestures.hpp"

#include <QGuiApplication>
#include <QLineF>
#include <QStyleHints>

#include <algorithm>
#include <cmath>
#include <utility>

namespace vitrine {
namespace {

constexpr qreal own_after = 12;  ///< px sideways, after which a finger belongs to the chart
constexpr qreal same_place = 40; ///< px between the taps of a double tap
constexpr double wheel_step = 1.2;

} // namespace

ChartGestures::Change ChartGestures::read(QPointF at) {
    Change change;
    change.reading = reading_at_ != at;
    reading_at_ = at;
    mouse_reads_ = false;
    return change;
}

ChartGestures::Change ChartGestures::stop_reading() {
    Change change;
    change.reading = std::exchange(reading_at_, std::nullopt).has_value();
    return change;
}

bool ChartGestures::tapped(QPointF at) {
    const bool second =
        last_tap_.isValid() &&
        last_tap_.elapsed() <= QGuiApplication::styleHints()->mouseDoubleClickInterval() &&
        QLineF(at, last_tap_at_).length() <= same_place;
    last_tap_at_ = at;
    if (second)
        last_tap_.invalidate();
    else
        last_tap_.start();
    return second;
}

ChartGestures::Change ChartGestures::touch(const QList<Finger> &fingers, const ChartFrame &frame,
                                           ChartView &view) {
    QList<Finger> down;
    std::ranges::copy_if(fingers, std::back_inserter(down), [](const Finger &finger) {
        return finger.state != QEventPoint::Released;
    });
    finger_down_ = !down.isEmpty();
    if (!fingers.isEmpty())
        pointer_at_ = fingers[0].at;
    if (down.size() >= 2) {
        const Finger &first = down[0];
        const Finger &second = down[1];
        if (!pinch_ || pinch_->first != first.id || pinch_->second != second.id)
            pinch_ = {first.id, second.id, first.at, second.at, frame};
        else
            view.pinch(pinch_->frame, pinch_->first_at, pinch_->second_at, first.at, second.at);
        was_pinched_ = true;
        return {true, stop_reading().reading, false, true};
    }
    pinch_.reset();
    if (down.isEmpty()) {
        const bool was_pinched = std::exchange(was_pinched_, false);
        const QPointF at = fingers.isEmpty() ? QPointF() : fingers[0].at;
        const bool stayed = QLineF(at, pressed_at_).length() < own_after;
        if (was_pinched || fingers.isEmpty() || !stayed || !tapped(at))
            return {}; // what was read stays to be looked at
        const bool was_zoomed = view.zoomed();
        view.reset();
        reading_at_.reset();
        return {was_zoomed, true, false, true};
    }
    if (was_pinched_) // the finger that is left over reads nothing
        return {false, false, false, true};
    const Finger &finger = down[0];
    if (finger.state == QEventPoint::Pressed)
        pressed_at_ = finger.at;
    Change change = read(finger.at);
    change.keep = std::abs(finger.at.x() - pressed_at_.x()) > own_after;
    return change;
}

ChartGestures::Change ChartGestures::touch_lost() {
    pinch_.reset();
    was_pinched_ = false;
    // Qt also says so after a finger was lifted: what was read then stays to be looked at.
    return std::exchange(finger_down_, false) ? stop_reading() : Change{};
}

ChartGestures::Change ChartGestures::mouse_pressed(QPointF at, const ChartFrame &frame) {
    pressed_at_ = {std::clamp(at.x(), frame.plot.left(), frame.plot.right()),
                   std::clamp(at.y(), frame.plot.top(), frame.plot.bottom())};
    return {};
}

ChartGestures::Change ChartGestures::mouse_dragged(QPointF at, const ChartFrame &frame) {
    box_ = QRectF(pressed_at_, at).normalized().intersected(frame.plot);
    Change change = stop_reading();
    change.box = true;
    change.keep = true;
    return change;
}

ChartGestures::Change ChartGestures::mouse_lost() {
    Change change = stop_reading();
    change.box = !std::exchange(box_, {}).isEmpty();
    return change;
}

ChartGestures::Change ChartGestures::hovered(QPointF at) {
    if (finger_down_ || QLineF(at, pointer_at_).length() < 1)
        return {};
    pointer_at_ = at;
    const Change change = read(at);
    mouse_reads_ = true;
    return change;
}

ChartGestures::Change ChartGestures::hover_left() {
    return mouse_reads_ ? stop_reading() : Change{};
}

ChartGestures::Change ChartGestures::mouse_released(QPointF at, const ChartFrame &frame,
                                                    ChartView &view) {
    if (box_.isEmpty())
        return read(at);
    view.zoom_to(frame, std::exchange(box_, {}));
    return {view.zoomed(), false, true, false};
}

ChartGestures::Change ChartGestures::wheel(QPointF at, qreal notches, const ChartFrame &frame,
                                           ChartView &view) {
    const qreal factor = std::pow(wheel_step, notches);
    view.zoom_by(frame, at, factor, factor);
    return {true, false, false, false};
}

} // namespace vitrine
