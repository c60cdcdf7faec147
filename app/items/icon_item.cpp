#include "app/items/icon_item.hpp"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace vitrine {

void IconItem::set_name(const QString &name) {
    if (name == name_)
        return;
    name_ = name;
    Q_EMIT name_changed();
    update();
}

void IconItem::set_color(const QColor &color) {
    if (color == color_)
        return;
    color_ = color;
    Q_EMIT color_changed();
    update();
}

void IconItem::paint(QPainter *painter) {
    QFile file(QStringLiteral(":/icons/") + name_ + QStringLiteral(".svg"));
    if (name_.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    QByteArray drawing = file.readAll();
    drawing.replace("currentColor", color_.name().toLatin1());
    QSvgRenderer renderer(drawing);
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, boundingRect());
}

} // namespace vitrine
