#include "app/drawing/chart/curve_look.hpp"

namespace vitrine {
namespace {

constexpr double thin = 1.75;
constexpr double thick = 3;
constexpr double dot_diameter = 9;
constexpr float under_smooth = 0.35F; ///< opacity of raw values under a smooth curve
constexpr float of_earlier = 0.4F;

QColor faded(QColor color, float opacity) {
    color.setAlphaF(color.alphaF() * opacity);
    return color;
}

} // namespace

CurveLook look_of(const ChartCurve &curve, const ChartPlan &plan, const ChartFrame &frame) {
    CurveLook look;
    look.thickness = (curve.test ? thick : thin) * plan.line_scale;
    const QColor color = plan.palette.of_series(curve.color_index);
    look.smooth = curve.earlier ? faded(color, of_earlier) : color;
    look.raw = curve.points.has_smooth() ? faded(look.smooth, under_smooth) : look.smooth;
    if (curve.test) {
        const std::size_t first = curve.points.first_at_or_after(frame.x.minimum);
        const std::size_t last = curve.points.first_at_or_after(frame.x.maximum, first);
        const double diameter = dot_diameter * plan.line_scale;
        if (static_cast<double>(last - first) * 2 * diameter <= frame.plot.width())
            look.dot = diameter;
    }
    return look;
}

} // namespace vitrine
