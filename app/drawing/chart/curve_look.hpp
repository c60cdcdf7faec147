// What lines and dots of a curve look like; the same in pixels and in paths.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"

namespace vitrine {

struct CurveLook {
    double thickness = 1.5; ///< px of the item
    double dot = 0;         ///< diameter; 0: no dots
    QColor raw;             ///< of the raw values
    QColor smooth;          ///< of the smooth curve, where there is one
};

/// Dots are drawn where they have room: two diameters a point over the whole plot.
[[nodiscard]] CurveLook look_of(const ChartCurve &curve, const ChartPlan &plan,
                                const ChartFrame &frame);

/// A best point's ring, px of the item.
[[nodiscard]] inline double ring_diameter(const ChartPlan &plan) { return 16 * plan.line_scale; }

} // namespace vitrine
