#include "app/items/chart/chart_series.hpp"

#include <cmath>
#include <utility>

namespace vitrine {

ChartSeries::ChartSeries(QObject *parent) : QObject(parent), best_x_(std::nan("")) {}

ChartSeries::ChartSeries(QString name, int color_index, Style style, QObject *parent)
    : QObject(parent), name_(std::move(name)), color_index_(color_index), style_(style),
      best_x_(std::nan("")) {}

void ChartSeries::append(double x, double y) {
    if (points_.append(x, y))
        Q_EMIT points_changed();
}

void ChartSeries::append(std::span<const QPointF> points) {
    const std::size_t before = points_.size();
    for (const QPointF &point : points)
        points_.append(point.x(), point.y());
    if (points_.size() != before)
        Q_EMIT points_changed();
}

void ChartSeries::replace_all(std::span<const QPointF> points) {
    points_.clear();
    for (const QPointF &point : points)
        points_.append(point.x(), point.y());
    Q_EMIT points_changed();
}

void ChartSeries::clear() { replace_all({}); }

void ChartSeries::truncate_from(double x) {
    const std::size_t kept = points_.first_at_or_after(x);
    if (kept == points_.size())
        return;
    points_.truncate(kept);
    Q_EMIT points_changed();
}

void ChartSeries::set_name(const QString &name) {
    if (std::exchange(name_, name) != name)
        Q_EMIT look_changed();
}

void ChartSeries::set_color_index(int index) {
    if (std::exchange(color_index_, index) != index)
        Q_EMIT look_changed();
}

void ChartSeries::set_style(Style style) {
    if (std::exchange(style_, style) != style)
        Q_EMIT look_changed();
}

void ChartSeries::set_visible(bool visible) {
    if (std::exchange(visible_, visible) != visible)
        Q_EMIT look_changed();
}

void ChartSeries::set_earlier(bool earlier) {
    if (std::exchange(earlier_, earlier) != earlier)
        Q_EMIT look_changed();
}

void ChartSeries::set_smoothing(double width) {
    const double before = points_.smoothing();
    points_.set_smoothing(width);
    if (points_.smoothing() != before)
        Q_EMIT points_changed();
}

void ChartSeries::set_best_x(double x) {
    const double before = std::exchange(best_x_, x);
    if (before != x && !(std::isnan(before) && std::isnan(x)))
        Q_EMIT look_changed();
}

ChartCurve ChartSeries::curve() const {
    return {points_, name_, color_index_, style_ == Test, earlier_, best_x_};
}

} // namespace vitrine
