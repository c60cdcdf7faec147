// What part of a chart is looked at.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"

#include <QPointF>
#include <QRectF>

namespace vitrine {

/// Whole, or a stretch of both axes; whole again once everything is in view. Changes are given in
/// px of a frame, so that the point under a finger stays under it; on a logarithmic axis too.
class ChartView {
  public:
    [[nodiscard]] bool zoomed() const noexcept { return zoomed_; }
    [[nodiscard]] const AxisRange &x() const noexcept { return x_; } ///< while zoomed
    [[nodiscard]] const AxisRange &y() const noexcept { return y_; }

    void reset() { zoomed_ = false; }
    /// Shows what lies in `box`, which is cut to the plot; nothing where it is under 8 px wide.
    void zoom_to(const ChartFrame &frame, const QRectF &box);
    /// Above 1 enlarges round `centre`, on the axes asked for.
    void zoom_by(const ChartFrame &frame, QPointF centre, qreal x_factor, qreal y_factor);
    /// What was at (first, second) in `frame` comes to lie at (first_now, second_now). On an axis
    /// along which the fingers were less than 48 px apart nothing is enlarged, only moved.
    void pinch(const ChartFrame &frame, QPointF first, QPointF second, QPointF first_now,
               QPointF second_now);

  private:
    void begin(const ChartFrame &frame);
    void settle();

    bool zoomed_ = false;
    ChartFrame whole_; ///< what was shown before the first change
    AxisRange x_;
    AxisRange y_;
};

} // namespace vitrine
