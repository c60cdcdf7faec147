#include "app/drawing/chart/chart_drawing.hpp"

#include "app/drawing/chart/coverage_mask.hpp"
#include "app/drawing/chart/curve_look.hpp"

#include <QPainter>

#include <cmath>

namespace vitrine {
namespace {

QFont font_of(const ChartPlan &plan, bool bold = false) {
    QFont font = plan.font;
    font.setPixelSize(plan.tick_size);
    font.setBold(bold);
    return font;
}

void draw_axes(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame) {
    const QRectF &plot = frame.plot;
    const qreal pixel = 1 / plan.pixel_ratio;
    const qreal hairline = std::max(pixel, std::round(plan.pixel_ratio) * pixel);
    for (const Tick &tick : frame.y_ticks) {
        const qreal y = frame.point_of(frame.x.minimum, tick.value).y();
        const qreal crisp = std::round(y * plan.pixel_ratio) * pixel;
        painter.fillRect(QRectF(plot.left(), crisp - hairline, plot.width(), hairline),
                         plan.palette.grid);
        painter.drawText(
            QRectF(0, y - plan.tick_size, plot.left() - plan.tick_size * 0.5, 2 * plan.tick_size),
            Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(tick.text));
    }
    const qreal line = QFontMetricsF(painter.font()).height();
    for (const Tick &tick : frame.x_ticks) {
        const qreal x = frame.point_of(tick.value, frame.y.minimum).x();
        const qreal half = plan.tick_size * 5.0;
        painter.drawText(QRectF(x - half, plot.bottom() + plan.tick_size * 0.4, 2 * half, line),
                         Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(tick.text));
    }
    if (!plan.x_title.isEmpty())
        painter.drawText(
            QRectF(plot.left(), plan.size.height() - plan.margin - line, plot.width(), line),
            Qt::AlignHCenter | Qt::AlignBottom, plan.x_title);
}

void draw_legend(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame) {
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < frame.legend.size(); ++i) {
        const ChartCurve &curve = plan.curves[i];
        const QRectF &entry = frame.legend[i];
        const CurveLook look = look_of(curve, plan, frame);
        const qreal sign = plan.tick_size * 2.0;
        const qreal y = entry.center().y();
        painter.setPen(QPen(look.smooth, look.thickness, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(entry.left() + look.thickness, y),
                         QPointF(entry.left() + sign, y));
        if (curve.test) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(look.smooth);
            const qreal radius = 4.5 * plan.line_scale;
            painter.drawEllipse(QPointF(entry.left() + sign / 2, y), radius, radius);
        }
        painter.setPen(plan.palette.text);
        const QRectF words = entry.adjusted(plan.tick_size * 2.5, 0, 0, 0);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(curve.name, Qt::ElideRight, words.width()));
    }
}

/// The plot in device pixels.
struct Canvas {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
};

Canvas canvas_of(const ChartPlan &plan, const ChartFrame &frame) {
    const auto pixels = [&](qreal px) {
        return static_cast<int>(std::lround(px * plan.pixel_ratio));
    };
    return {pixels(frame.plot.left()), pixels(frame.plot.top()), pixels(frame.plot.width()),
            pixels(frame.plot.height())};
}

void draw_lines(QImage &picture, const Canvas &canvas, CoverageMask &mask, const ChartCurve &curve,
                const MinMaxPyramid &values, const ChartFrame &frame, double thickness,
                const QColor &color) {
    const PixelGrid grid{frame.x, frame.y, canvas.width, canvas.height};
    mask.clear();
    mask.curve(curve_columns(curve.points, values, grid), thickness);
    mask.paint(picture, canvas.left, canvas.top, color);
}

void draw_dots(QImage &picture, const Canvas &canvas, const ChartCurve &curve,
               const ChartPlan &plan, const ChartFrame &frame, const CurveLook &look) {
    const double diameter = look.dot * plan.pixel_ratio;
    CoverageMask mask(canvas.width, canvas.height, static_cast<int>(diameter));
    const PixelGrid grid{frame.x, frame.y, canvas.width, canvas.height};
    for (std::size_t i = curve.points.first_at_or_after(frame.x.minimum); i < curve.points.size();
         ++i) {
        const double x = grid.column_of(curve.points.x(i));
        const double y = grid.row_of(curve.points.y(i));
        if (curve.points.x(i) > frame.x.maximum)
            break;
        if (y >= -1 && y <= canvas.height + 1)
            mask.line(x, y, x, y, diameter);
    }
    mask.paint(picture, canvas.left, canvas.top, look.smooth);
}

void draw_curves(QImage &picture, const ChartPlan &plan, const ChartFrame &frame) {
    const Canvas canvas = canvas_of(plan, frame);
    // Lines stay inside the plot but for about their own thickness.
    CoverageMask mask(canvas.width, canvas.height,
                      static_cast<int>(std::ceil(2 * plan.pixel_ratio)));
    for (const bool smooth : {false, true}) // every raw curve lies under every smooth one
        for (const ChartCurve &curve : plan.curves) {
            const bool has_smooth = curve.points.has_smooth();
            const CurveLook look = look_of(curve, plan, frame);
            if (!smooth && has_smooth)
                draw_lines(picture, canvas, mask, curve, curve.points.raw(), frame,
                           std::min(1.0, look.thickness) * plan.pixel_ratio, look.raw);
            else if (smooth)
                draw_lines(picture, canvas, mask, curve,
                           has_smooth ? curve.points.smooth() : curve.points.raw(), frame,
                           look.thickness * plan.pixel_ratio, look.smooth);
            if (smooth && look.dot > 0)
                draw_dots(picture, canvas, curve, plan, frame, look);
        }
}

} // namespace

void draw_chart_frame(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame) {
    painter.fillRect(QRectF(QPointF(0, 0), plan.size), plan.palette.ground);
    painter.setFont(font_of(plan));
    painter.setRenderHint(QPainter::Antialiasing);
    draw_legend(painter, plan, frame);
    painter.setPen(plan.palette.quiet);
    draw_axes(painter, plan, frame);
    if (plan.y_title.isEmpty())
        return;
    const qreal line = QFontMetricsF(painter.font()).height();
    painter.setFont(font_of(plan, true));
    painter.setPen(plan.palette.text);
    painter.drawText(QRectF(plan.margin, plan.margin, plan.size.width(), line),
                     Qt::AlignLeft | Qt::AlignTop, plan.y_title);
}

void draw_chart_marks(QPainter &painter, const ChartPlan &plan, const ChartFrame &frame) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    double newest = -std::numeric_limits<double>::infinity();
    for (const ChartCurve &curve : plan.curves) {
        if (curve.points.empty())
            continue;
        if (!curve.earlier)
            newest = std::max(newest, curve.points.x(curve.points.size() - 1));
        const auto best = curve.points.nearest(curve.best_x);
        if (!best)
            continue;
        const QPointF at = frame.point_of(curve.points.x(*best), curve.points.y(*best));
        if (!frame.plot.adjusted(-1, -1, 1, 1).contains(at))
            continue;
        const qreal radius = ring_diameter(plan) / 2;
        painter.setPen(QPen(plan.palette.text, 2 * plan.line_scale));
        painter.drawEllipse(at, radius, radius);
    }
    if (plan.live && newest > frame.x.minimum && newest <= frame.x.maximum) {
        const qreal x = frame.point_of(newest, frame.y.minimum).x();
        QPen dashes(plan.palette.quiet, plan.line_scale, Qt::CustomDashLine, Qt::FlatCap);
        dashes.setDashPattern({4, 4});
        painter.setPen(dashes);
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
    }
}

QImage draw_chart(const ChartPlan &plan, const ChartFrame &frame) {
    QImage picture((plan.size * plan.pixel_ratio).toSize(), QImage::Format_RGB32);
    if (picture.isNull())
        return picture;
    picture.setDevicePixelRatio(plan.pixel_ratio);
    {
        QPainter painter(&picture);
        draw_chart_frame(painter, plan, frame);
    }
    draw_curves(picture, plan, frame);
    QPainter painter(&picture);
    draw_chart_marks(painter, plan, frame);
    return picture;
}

} // namespace vitrine
