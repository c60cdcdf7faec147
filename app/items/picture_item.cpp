#include "app/items/picture_item.hpp"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace vitrine {

PictureItem::PictureItem(QQuickItem *parent) : QQuickPaintedItem(parent) { setAntialiasing(true); }

void PictureItem::set_image(const QImage &image) {
    if (image.cacheKey() == image_.cacheKey())
        return;
    image_ = image;
    Q_EMIT image_changed();
    Q_EMIT place_changed();
    update();
}

void PictureItem::set_crop(bool crop) {
    if (crop == crop_)
        return;
    crop_ = crop;
    Q_EMIT crop_changed();
    Q_EMIT place_changed();
    update();
}

void PictureItem::set_radius(qreal radius) {
    if (radius == radius_)
        return;
    radius_ = radius;
    Q_EMIT radius_changed();
    update();
}

void PictureItem::set_pixelated(bool pixelated) {
    if (pixelated == pixelated_)
        return;
    pixelated_ = pixelated;
    Q_EMIT pixelated_changed();
    Q_EMIT place_changed();
    update();
}

void PictureItem::geometryChange(const QRectF &now, const QRectF &before) {
    size_ = now.size();
    QQuickPaintedItem::geometryChange(now, before);
    Q_EMIT place_changed();
}

QRectF PictureItem::place() const {
    const auto mode = crop_ ? Qt::KeepAspectRatioByExpanding : Qt::KeepAspectRatio;
    QSizeF size = QSizeF(image_.size()).scaled(size_, mode);
    if (pixelated_ && !image_.isNull() && size.width() >= image_.width())
        size = image_.size() * std::floor(size.width() / image_.width());
    return {(size_.width() - size.width()) / 2, (size_.height() - size.height()) / 2, size.width(),
            size.height()};
}

void PictureItem::paint(QPainter *painter) {
    if (image_.isNull() || width() < 1 || height() < 1)
        return;
    const QRectF whole = place();
    // QPainter's own smooth scaling drops pixels when it shrinks by much; QImage's averages.
    const qreal ratio = painter->device()->devicePixelRatio();
    const QSize pixels = (whole.size() * ratio).toSize().expandedTo({1, 1});
    const QImage scaled =
        image_.scaled(pixels, Qt::IgnoreAspectRatio,
                      pixelated_ ? Qt::FastTransformation : Qt::SmoothTransformation);
    QPainterPath outline;
    outline.addRoundedRect(whole.intersected(boundingRect()), radius_, radius_);
    QBrush brush(scaled);
    QTransform place;
    place.translate(whole.x(), whole.y());
    place.scale(whole.width() / pixels.width(), whole.height() / pixels.height());
    brush.setTransform(place);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->fillPath(outline, brush);
}

} // namespace vitrine
