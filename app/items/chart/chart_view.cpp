#include "app/items/chart/chart_view.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

constexpr qreal least_box = 8;       ///< px
constexpr qreal least_distance = 48; ///< of two fingers along an axis that is to be enlarged, px
constexpr double least_part = 1e-6; ///< of the whole that can be enlarged to, before rounding shows

/// The range whose places `from` and `to` (of `range`) become its ends; unchanged where that would
/// be too small to tell values apart.
AxisRange part_of(const AxisRange &range, double from, double to) {
    const AxisRange part{range.value_at(from), range.value_at(to), range.scale};
    const double size = std::max(std::abs(part.minimum), std::abs(part.maximum));
    const bool usable = std::isfinite(part.minimum) && std::isfinite(part.maximum) &&
                        part.maximum - part.minimum > size * least_part;
    const bool positive = range.scale == AxisScale::linear || part.minimum > 0;
    return usable && positive ? part : range;
}

/// Along one axis, in places (0 to 1): what was at a and b comes to lie at a_now and b_now.
AxisRange moved(const AxisRange &range, double a, double b, double a_now, double b_now,
                bool may_enlarge) {
    if (!may_enlarge) {
        const double shift = (a + b - a_now - b_now) / 2;
        return part_of(range, shift, 1 + shift);
    }
    const double scale =
        (b - a) / (b_now - a_now); // places of the old range a place of the new one
    const double from = a - a_now * scale;
    return part_of(range, from, from + scale);
}

/// Moved so that its middle lies on the whole.
AxisRange in_sight(const AxisRange &part, const AxisRange &whole) {
    const double from = whole.place_of(part.minimum);
    const double to = whole.place_of(part.maximum);
    const double middle = (from + to) / 2;
    const double shift = std::clamp(middle, 0.0, 1.0) - middle;
    return shift == 0 ? part : part_of(whole, from + shift, to + shift);
}

bool covers(const AxisRange &part, const AxisRange &whole) {
    constexpr double slack = 1e-3;
    return whole.place_of(part.minimum) <= slack && whole.place_of(part.maximum) >= 1 - slack;
}

} // namespace

void ChartView::begin(const ChartFrame &frame) {
    if (!zoomed_)
        whole_ = frame;
    zoomed_ = true;
}

void ChartView::settle() {
    if (covers(x_, whole_.x) && covers(y_, whole_.y)) {
        zoomed_ = false;
        return;
    }
    x_ = in_sight(x_, whole_.x);
    y_ = in_sight(y_, whole_.y);
}

void ChartView::zoom_to(const ChartFrame &frame, const QRectF &box) {
    const QRectF cut = box.normalized().intersected(frame.plot);
    if (cut.width() < least_box || cut.height() < least_box)
        return;
    begin(frame);
    const QRectF &plot = frame.plot;
    x_ = part_of(frame.x, (cut.left() - plot.left()) / plot.width(),
                 (cut.right() - plot.left()) / plot.width());
    y_ = part_of(frame.y, (plot.bottom() - cut.bottom()) / plot.height(),
                 (plot.bottom() - cut.top()) / plot.height());
}

void ChartView::zoom_by(const ChartFrame &frame, QPointF centre, qreal x_factor, qreal y_factor) {
    begin(frame);
    const QRectF &plot = frame.plot;
    const auto zoom = [](const AxisRange &range, double place, double factor) {
        place = std::clamp(place, 0.0, 1.0);
        return part_of(range, place - place / factor, place + (1 - place) / factor);
    };
    x_ = zoom(frame.x, (centre.x() - plot.left()) / plot.width(), x_factor);
    y_ = zoom(frame.y, (plot.bottom() - centre.y()) / plot.height(), y_factor);
    settle();
}

void ChartView::pinch(const ChartFrame &frame, QPointF first, QPointF second, QPointF first_now,
                      QPointF second_now) {
    begin(frame);
    const QRectF &plot = frame.plot;
    const auto across = [&](QPointF at) { return (at.x() - plot.left()) / plot.width(); };
    const auto up = [&](QPointF at) { return (plot.bottom() - at.y()) / plot.height(); };
    const auto apart = [](qreal before, qreal now) { // and still on the same sides of each other
        return std::abs(before) >= least_distance && before * now > 0 &&
               std::abs(now) >= least_distance / 4;
    };
    x_ = moved(frame.x, across(first), across(second), across(first_now), across(second_now),
               apart(second.x() - first.x(), second_now.x() - first_now.x()));
    y_ = moved(frame.y, up(first), up(second), up(first_now), up(second_now),
               apart(second.y() - first.y(), second_now.y() - first_now.y()));
    settle();
}

} // namespace vitrine
