// A still picture with rounded corners.
#pragma once

#include <QColor>
#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// Shows an image that is already upright, centred; scaled by the processor, once for each change,
/// so that it is smooth and its corners are round with either renderer.
class PictureItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// A QImage.
    Q_PROPERTY(QVariant image READ image_variant WRITE set_image_variant NOTIFY image_changed)
    /// Fills the item and cuts what stands over, instead of showing the whole picture.
    Q_PROPERTY(bool crop READ crop WRITE set_crop NOTIFY crop_changed)
    Q_PROPERTY(qreal radius READ radius WRITE set_radius NOTIFY radius_changed)
    /// Whole pixels: enlarged by whole numbers and without smoothing, shrunk only where it must be.
    Q_PROPERTY(bool pixelated READ pixelated WRITE set_pixelated NOTIFY pixelated_changed)
    /// Where the picture stands in the item.
    Q_PROPERTY(QRectF place READ place NOTIFY place_changed)
    Q_PROPERTY(bool empty READ empty NOTIFY image_changed)

  public:
    explicit PictureItem(QQuickItem *parent = nullptr);

    void paint(QPainter *painter) override;

    [[nodiscard]] QImage image() const { return image_; }
    [[nodiscard]] bool crop() const { return crop_; }
    [[nodiscard]] qreal radius() const { return radius_; }
    [[nodiscard]] bool empty() const { return image_.isNull(); }
    [[nodiscard]] bool pixelated() const { return pixelated_; }
    [[nodiscard]] QRectF place() const; ///< of the whole picture, in the item
    [[nodiscard]] QVariant image_variant() const { return image_; }
    void set_image(const QImage &image);
    void set_image_variant(const QVariant &image) { set_image(image.value<QImage>()); }
    void set_crop(bool crop);
    void set_radius(qreal radius);
    void set_pixelated(bool pixelated);

  Q_SIGNALS:
    void image_changed();
    void crop_changed();
    void radius_changed();
    void pixelated_changed();
    void place_changed();

  protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;

  private:
    QImage image_;
    /// The item's own, as in LivePictureItem: whoever binds to place must not depend on width() and
    /// height() a second time.
    QSizeF size_;
    bool crop_ = false;
    bool pixelated_ = false;
    qreal radius_ = 0;
};

} // namespace vitrine
