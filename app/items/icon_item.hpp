// A line drawing in the colour of the theme.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// Draws assets/icons/<name>.svg, whose strokes and fills are `currentColor`, in `color`.
class IconItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name WRITE set_name NOTIFY name_changed)
    Q_PROPERTY(QColor color READ color WRITE set_color NOTIFY color_changed)

  public:
    explicit IconItem(QQuickItem *parent = nullptr) : QQuickPaintedItem(parent) {}

    void paint(QPainter *painter) override;

    [[nodiscard]] QString name() const { return name_; }
    [[nodiscard]] QColor color() const { return color_; }
    void set_name(const QString &name);
    void set_color(const QColor &color);

  Q_SIGNALS:
    void name_changed();
    void color_changed();

  private:
    QString name_;
    QColor color_;
};

} // namespace vitrine
