#include "app/drawing/chart/chart_drawing.hpp"
#include "app/drawing/chart/curve_look.hpp"
#include "app/drawing/data/curve_columns.hpp"

#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>
#include <optional>

namespace vitrine {
namespace {

/// Columns of a path to a px of the item: fine enough for print, and a file stays small.
constexpr double fineness = 4;

/// The part of a line inside `area` (Liang and Barsky, "A new concept and method for line
/// clipping", 1984).
std::optional<QLineF> cut(const QLineF &line, const QRectF &area) {
    double from = 0;
    double to = 1;
    const std::array<std::array<double, 2>, 4> sides{{{-line.dx(), line.x1() - area.left()},
                                                      {line.dx(), area.right() - line.x1()},
                                                      {-line.dy(), line.y1() - area.top()},
                                                      {line.dy(), area.bottom() - line.y1()}}};
    for (const auto &[direction, distance] : sides) {
        if (direction == 0 && distance < 0)
            return std::nullopt;
        if (direction < 0)
            from = std::max(from, distance / direction);
        if (direction > 0)
            to = std::min(to, distance / direction);
    }
    if (from > to)
        return std::nullopt;
    return QLineF(line.pointAt(from), line.pointAt(to));
}

class CutPath {
  public:
    explicit CutPath(const QRectF &area) : area_(area) {}

    void to(const QPointF &point) {
        if (last_)
            if (const auto line = cut(QLineF(*last_, point), area_)) {
                if (path_.elementCount() == 0 || path_.currentPosition() != line->p1())
                    path_.moveTo(line->p1());
                path_.lineTo(line->p2());
            }
        last_ = point;
    }
    [[nodiscard]] const QPainterPath &path() const { return path_; }

  private:
    QRectF area_;
    QPainterPath path_;
    std::optional<QPointF> last_;
};

QPainterPath path_of(const ChartCurve &curve, const MinMaxPyramid &values,
                     const ChartFrame &frame) {
    const QRectF &plot = frame.plot;
    const PixelGrid grid{frame.x, frame.y, static_cast<int>(std::ceil(plot.width() * fineness)),
                         static_cast<int>(std::ceil(plot.height() * fineness))};
    CutPath path(plot);
    const auto to = [&](double column, double row) {
        path.to({plot.left() + column / grid.width * plot.width(),
                 plot.top() + row / grid.height * plot.height()});
    };
    for (const CurveColumn &column : curve_columns(curve.points, values, grid)) {
        to(column.first.x, column.first.y);
        if (column.filled) {
            to(column.column + 0.5, column.top);
            to(column.column + 0.5, column.bottom);
        }
        to(column.last.x, column.last.y);
    }
    return path.path();
}

void draw_dots(QPainter &painter, const ChartCurve &curve, const ChartFrame &frame, double radius) {
    for (std::size_t i = curve.points.first_at_or_after(frame.x.minimum); i < curve.points.size();
         ++i) {
        const QPointF at = frame.point_of(curve.points.x(i), curve.points.y(i));
        if (curve.points.x(i) > frame.x.maximum)
            return;
        if (frame.plot.adjusted(-1, -1, 1, 1).contains(at))
            painter.drawEllipse(at, radius, radius);
    }
}

} // namespace

void draw_chart_paths(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame) {
    painter.setRenderHint(QPainter::Antialiasing);
    const auto stroke = [&](const ChartCurve &curve, const MinMaxPyramid &values, double thickness,
                            const QColor &color) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, thickness, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path_of(curve, values, frame));
    };
    for (const bool smooth : {false, true})
        for (const ChartCurve &curve : plan.curves) {
            const CurveLook look = look_of(curve, plan, frame);
            const bool has_smooth = curve.points.has_smooth();
            if (!smooth && has_smooth)
                stroke(curve, curve.points.raw(), std::min(1.0, look.thickness), look.raw);
            else if (smooth)
                stroke(curve, has_smooth ? curve.points.smooth() : curve.points.raw(),
                       look.thickness, look.smooth);
            const bool lone = curve.points.size() == 1;
            if (smooth && (look.dot > 0 || lone)) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(look.smooth);
                draw_dots(painter, curve, frame,
                          (lone && !curve.test ? look.thickness : look.dot) / 2);
            }
        }
}

} // namespace vitrine
