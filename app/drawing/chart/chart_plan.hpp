// Everything that one picture of a chart depends on.
#pragma once

#include "app/drawing/data/axis.hpp"
#include "app/drawing/data/point_series.hpp"

#include <QColor>
#include <QFont>
#include <QList>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <limits>
#include <vector>

namespace vitrine {

inline constexpr double follows_the_points = std::numeric_limits<double>::quiet_NaN();

struct ChartPalette {
    QColor ground; ///< opaque
    QColor grid;
    QColor text;
    QColor quiet;
    QList<QColor> series; ///< of colour index 1, 2 …

    [[nodiscard]] QColor of_series(int color_index) const;
};

/// The light theme's colours, for what is printed and sent.
[[nodiscard]] ChartPalette print_palette();

struct ChartCurve {
    PointSeries points; ///< a copy of its own, so any thread may draw it
    QString name;
    int color_index = 1;
    bool test = false;                  ///< thick, with dots
    bool earlier = false;               ///< faint
    double best_x = follows_the_points; ///< not a number: none
};

/// Ends of the axes; not a number where the points decide.
struct ChartLimits {
    double x_minimum = follows_the_points;
    double x_maximum = follows_the_points;
    double y_minimum = follows_the_points;
    double y_maximum = follows_the_points;
};

/// A value: copying it costs little, and drawing it needs nothing else. Sizes in px of the item;
/// the picture has `pixel_ratio` as many.
struct ChartPlan {
    QSizeF size;
    qreal pixel_ratio = 1;
    std::vector<ChartCurve> curves; ///< visible ones, bottom to top
    ChartLimits limits;
    bool zoomed = false; ///< the limits hold as they are, whatever lies beyond
    AxisScale scale = AxisScale::linear;
    NumberForm form = NumberForm::plain;
    QString x_title;
    QString y_title;
    bool legend = false; ///< above the curves; the window shows its own
    bool live = false;
    ChartPalette palette;
    QFont font;
    qreal margin = 0;     ///< round everything, px
    int tick_size = 14;   ///< of all text, px
    qreal line_scale = 1; ///< of lines and dots
};

/// Where things are in a picture. The ends of the plot lie on whole device pixels.
struct ChartFrame {
    QRectF plot; ///< inside the axes, px
    AxisRange x;
    AxisRange y;
    std::vector<Tick> x_ticks;
    std::vector<Tick> y_ticks;
    std::vector<QRectF> legend; ///< an entry a curve, empty without legend

    [[nodiscard]] QPointF point_of(double x_value, double y_value) const; ///< in the picture, px
    [[nodiscard]] double x_value_at(qreal px) const;
    [[nodiscard]] double y_value_at(qreal px) const;
};

/// Any thread.
[[nodiscard]] ChartFrame lay_out_chart(const ChartPlan &plan);

} // namespace vitrine
