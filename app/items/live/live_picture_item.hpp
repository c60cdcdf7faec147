// A camera's picture, at the camera's pace.
#pragma once

#include "core/camera/frame.hpp"

#include <QQuickItem>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace vitrine {

/// Shows the newest frame it was given. The frame's own memory is what the graphics processor
/// uploads; the software renderer converts it once, to the screen's format. The picture fills the
/// item, what stands over cut off, as long as all of `keep` can be seen; else it is shown whole,
/// with room at two sides.
class LivePictureItem : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    /// A std::shared_ptr<const vitrine::Frame>; null: nothing is shown.
    Q_PROPERTY(QVariant frame READ frame_variant WRITE set_frame_variant NOTIFY frame_changed)
    /// Left and right exchanged, as in a mirror.
    Q_PROPERTY(bool mirrored READ mirrored WRITE set_mirrored NOTIFY mirrored_changed)
    /// The part of the frame that must be seen, as fractions of its width and height.
    Q_PROPERTY(QRectF keep READ keep WRITE set_keep NOTIFY keep_changed)
    /// Where `keep` stands in the item.
    Q_PROPERTY(QRectF keptPlace READ kept_place NOTIFY place_changed)
    Q_PROPERTY(bool empty READ empty NOTIFY frame_changed)

  public:
    explicit LivePictureItem(QQuickItem *parent = nullptr);

    [[nodiscard]] QVariant frame_variant() const { return QVariant::fromValue(frame_); }
    void set_frame_variant(const QVariant &frame);
    [[nodiscard]] bool mirrored() const { return mirrored_; }
    void set_mirrored(bool mirrored);
    [[nodiscard]] QRectF keep() const { return keep_; }
    void set_keep(const QRectF &keep);
    [[nodiscard]] QRectF kept_place() const;
    [[nodiscard]] QRectF place() const; ///< of the whole frame in the item; may stand over
    [[nodiscard]] bool empty() const { return frame_ == nullptr; }

  Q_SIGNALS:
    void frame_changed();
    void mirrored_changed();
    void keep_changed();
    void place_changed();

  protected:
    QSGNode *updatePaintNode(QSGNode *node, UpdatePaintNodeData *data) override;
    void geometryChange(const QRectF &now, const QRectF &before) override;

  private:
    [[nodiscard]] QRectF kept_within(const QRectF &place) const;

    std::shared_ptr<const Frame> frame_;
    std::shared_ptr<const Frame> uploaded_; ///< what the texture was made of; render thread
    QRectF keep_{0, 0, 1, 1};
    bool mirrored_ = false;
};

} // namespace vitrine
