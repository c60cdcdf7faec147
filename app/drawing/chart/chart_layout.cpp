#include "app/drawing/chart/chart_plan.hpp"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

QFontMetricsF metrics_of(const ChartPlan &plan) {
    QFont font = plan.font;
    font.setPixelSize(plan.tick_size);
    return QFontMetricsF(font);
}

Extent extent_of_x(const ChartPlan &plan) {
    Extent extent;
    for (const ChartCurve &curve : plan.curves)
        if (!curve.points.empty()) {
            extent.add(curve.points.x(0));
            extent.add(curve.points.x(curve.points.size() - 1));
        }
    return extent;
}

AxisRange x_axis(const ChartPlan &plan) {
    const Extent extent = extent_of_x(plan);
    AxisRange range;
    if (!extent.empty()) {
        range.minimum = std::min(0.0, extent.minimum); // where a run begins
        range.maximum = extent.maximum > 0 ? roomy_maximum(extent.maximum) : extent.maximum;
    }
    if (std::isfinite(plan.limits.x_minimum))
        range.minimum = plan.limits.x_minimum;
    if (std::isfinite(plan.limits.x_maximum))
        range.maximum = plan.zoomed || extent.empty()
                            ? plan.limits.x_maximum
                            : std::max(plan.limits.x_maximum, extent.maximum);
    if (!(range.maximum > range.minimum))
        range.maximum = range.minimum + 1;
    return range;
}

Extent extent_of_y(const ChartPlan &plan, const AxisRange &x) {
    Extent extent;
    for (const ChartCurve &curve : plan.curves) {
        const std::size_t first = curve.points.first_at_or_after(x.minimum);
        const std::size_t last =
            curve.points.first_at_or_after(std::nextafter(x.maximum, x.maximum + 1), first);
        extent.add(curve.points.raw().extent(first, last));
    }
    return extent;
}

AxisRange y_axis(const ChartPlan &plan, const AxisRange &x, int wanted) {
    Extent extent = extent_of_y(plan, x);
    if (plan.scale == AxisScale::logarithmic && extent.minimum <= 0 && !extent.empty()) {
        double least = extent.maximum; // that can be shown at all
        for (const ChartCurve &curve : plan.curves)
            least = std::min(least, curve.points.least_positive());
        extent.minimum = least;
    }
    const bool fixed_minimum = std::isfinite(plan.limits.y_minimum) &&
                               (plan.scale == AxisScale::linear || plan.limits.y_minimum > 0);
    const bool fixed_maximum = std::isfinite(plan.limits.y_maximum);
    if (fixed_minimum && !extent.empty())
        extent.minimum = std::max(extent.minimum, plan.limits.y_minimum);
    AxisRange range = nice_range(extent, wanted, plan.scale);
    if (fixed_minimum)
        range.minimum = plan.limits.y_minimum;
    if (fixed_maximum)
        range.maximum = plan.limits.y_maximum;
    if (!(range.maximum > range.minimum))
        range.maximum = plan.scale == AxisScale::linear ? range.minimum + 1 : range.minimum * 10;
    return range;
}

qreal widest(const std::vector<Tick> &ticks, const QFontMetricsF &metrics) {
    qreal width = 0;
    for (const Tick &tick : ticks)
        width = std::max(width, metrics.horizontalAdvance(QString::fromStdString(tick.text)));
    return width;
}

/// Entries side by side, in as many lines as they need; returns the height.
qreal lay_out_legend(const ChartPlan &plan, const QFontMetricsF &metrics, QPointF corner,
                     qreal width, std::vector<QRectF> &entries) {
    const qreal line = std::ceil(metrics.height() * 1.3);
    const qreal sign = plan.tick_size * 2.5;
    QPointF at = corner;
    for (const ChartCurve &curve : plan.curves) {
        const qreal needed =
            std::min(width, sign + metrics.horizontalAdvance(curve.name) + plan.tick_size);
        if (at.x() > corner.x() && at.x() + needed > corner.x() + width)
            at = {corner.x(), at.y() + line};
        entries.emplace_back(at, QSizeF(needed, line));
        at.rx() += needed;
    }
    return plan.curves.empty() ? 0 : at.y() + line - corner.y();
}

QRectF snapped(const QRectF &area, qreal ratio) {
    const auto whole = [&](qreal px) { return std::round(px * ratio) / ratio; };
    const QPointF corner(whole(area.left()), whole(area.top()));
    return {corner, QPointF(std::max(corner.x() + 1, whole(area.right())),
                            std::max(corner.y() + 1, whole(area.bottom())))};
}

} // namespace

QColor ChartPalette::of_series(int color_index) const {
    if (series.isEmpty())
        return text;
    const qsizetype place = (color_index - 1) % series.size();
    return series[place < 0 ? place + series.size() : place];
}

ChartPalette print_palette() {
    return {QColor(0xFF, 0xFF, 0xFF),
            QColor(0xDD, 0xD8, 0xCE),
            QColor(0x14, 0x18, 0x1C),
            QColor(0x55, 0x60, 0x6B),
            {QColor(0x0C, 0x65, 0xF3), QColor(0x41, 0x30, 0x01), QColor(0x00, 0x7A, 0x68),
             QColor(0x71, 0x0D, 0x6A), QColor(0xA9, 0x5C, 0x11), QColor(0x08, 0x10, 0x18)}};
}

QPointF ChartFrame::point_of(double x_value, double y_value) const {
    return {plot.left() + x.place_of(x_value) * plot.width(),
            plot.bottom() - y.place_of(y_value) * plot.height()};
}

double ChartFrame::x_value_at(qreal px) const {
    return x.value_at((px - plot.left()) / plot.width());
}

double ChartFrame::y_value_at(qreal px) const {
    return y.value_at((plot.bottom() - px) / plot.height());
}

ChartFrame lay_out_chart(const ChartPlan &plan) {
    const QFontMetricsF metrics = metrics_of(plan);
    const qreal gap = plan.tick_size * 0.5;
    const qreal line = std::ceil(metrics.height());
    ChartFrame frame;
    qreal top = plan.margin + std::ceil(line / 2);
    if (!plan.y_title.isEmpty())
        top += line + gap;
    if (plan.legend)
        top += lay_out_legend(plan, metrics, {plan.margin, top - std::ceil(line / 2)},
                              plan.size.width() - 2 * plan.margin, frame.legend) +
               gap;
    qreal bottom = plan.size.height() - plan.margin - line - gap;
    if (!plan.x_title.isEmpty())
        bottom -= line;
    const int wanted_y = std::clamp(static_cast<int>((bottom - top) / (line * 2.2)), 2, 8);
    frame.x = x_axis(plan);
    frame.y = y_axis(plan, frame.x, wanted_y);
    frame.y_ticks = nice_ticks(frame.y, wanted_y, plan.form);
    const qreal left = plan.margin + widest(frame.y_ticks, metrics) + gap;
    const qreal right = plan.size.width() - plan.margin - plan.tick_size;
    int wanted_x = std::clamp(static_cast<int>((right - left) / (plan.tick_size * 4.0)), 2, 12);
    frame.x_ticks = nice_ticks(frame.x, wanted_x, NumberForm::plain);
    while (wanted_x > 1 &&
           widest(frame.x_ticks, metrics) * 1.5 * static_cast<double>(frame.x_ticks.size()) >
               right - left)
        frame.x_ticks = nice_ticks(frame.x, --wanted_x, NumberForm::plain);
    frame.plot = snapped({QPointF(left, top), QPointF(right, bottom)}, plan.pixel_ratio);
    return frame;
}

} // namespace vitrine
