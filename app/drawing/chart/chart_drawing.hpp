// Pictures of charts.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"

#include <QImage>

class QPainter;

namespace vitrine {

/// The whole picture, plan.size × plan.pixel_ratio pixels, Format_RGB32 (null where it has no size
/// or memory is out). Any thread; takes some milliseconds a million pixels, however many points.
[[nodiscard]] QImage draw_chart(const ChartPlan &plan, const ChartFrame &frame);

/// Everything but the curves: ground, grid, numbers, titles, legend, with real text where the
/// device has such (SVG, PDF).
void draw_chart_frame(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame);
/// What lies over the curves: the ring round the best point, the line at the newest.
void draw_chart_marks(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame);
/// The curves as paths, cut to the plot, for devices without pixels.
void draw_chart_paths(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame);

} // namespace vitrine
