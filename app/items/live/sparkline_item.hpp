// A few seconds of one value as a line.
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// Points from the left (0, 0) to the upper right (1, 1), by rising x; nothing is drawn of less
/// than two.
class SparklineItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<QPointF> points READ points WRITE set_points NOTIFY changed)
    Q_PROPERTY(QColor color READ color WRITE set_color NOTIFY changed)
    Q_PROPERTY(qreal lineWidth READ line_width WRITE set_line_width NOTIFY changed)

  public:
    explicit SparklineItem(QQuickItem *parent = nullptr);

    void paint(QPainter *painter) override;

    [[nodiscard]] QList<QPointF> points() const { return points_; }
    void set_points(const QList<QPointF> &points);
    [[nodiscard]] QColor color() const { return color_; }
    void set_color(const QColor &color);
    [[nodiscard]] qreal line_width() const { return line_width_; }
    void set_line_width(qreal width);

  Q_SIGNALS:
    void changed();

  private:
    QList<QPointF> points_;
    QColor color_;
    qreal line_width_ = 1;
};

} // namespace vitrine
