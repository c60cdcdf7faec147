#include "app/items/live/sparkline_item.hpp"

#include <QPainter>
#include <QPolygonF>

namespace vitrine {

SparklineItem::SparklineItem(QQuickItem *parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
}

void SparklineItem::set_points(const QList<QPointF> &points) {
    points_ = points;
    Q_EMIT changed();
    update();
}

void SparklineItem::set_color(const QColor &color) {
    color_ = color;
    Q_EMIT changed();
    update();
}

void SparklineItem::set_line_width(qreal width) {
    line_width_ = width;
    Q_EMIT changed();
    update();
}

void SparklineItem::paint(QPainter *painter) {
    if (points_.size() < 2)
        return;
    const qreal inset = line_width_ / 2; // the line's own width stays inside
    QPolygonF line;
    for (const QPointF &point : points_)
        line.append({inset + point.x() * (width() - line_width_),
                     inset + (1 - point.y()) * (height() - line_width_)});
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color_, line_width_, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(line);
}

} // namespace vitrine
