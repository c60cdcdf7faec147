// A camera's picture, at the camera's pace.
#pragma once

#include "app/items/live/live_frames.hpp"

#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// Shows the newest of `frames`. The frame's own memory is what the graphics processor
/// uploads; the software renderer converts it once, to the screen's format. The picture fills the
/// item, what stands over cut off, as long as all of `keep` can be seen; else it is shown whole,
/// with room at two sides.
class LivePictureItem : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(vitrine::LiveFrames *frames READ frames WRITE set_frames NOTIFY frames_changed)
    /// Left and right exchanged, as in a mirror.
    Q_PROPERTY(bool mirrored READ mirrored WRITE set_mirrored NOTIFY mirrored_changed)
    /// The part of the frame that must be seen, as fractions of its width and height.
    Q_PROPERTY(QRectF keep READ keep WRITE set_keep NOTIFY keep_changed)
    /// Where `keep` stands in the item.
    Q_PROPERTY(QRectF keptPlace READ kept_place NOTIFY place_changed)

  public:
    explicit LivePictureItem(QQuickItem *parent = nullptr);

    [[nodiscard]] LiveFrames *frames() const { return frames_; }
    void set_frames(LiveFrames *frames);
    [[nodiscard]] bool mirrored() const { return mirrored_; }
    void set_mirrored(bool mirrored);
    [[nodiscard]] QRectF keep() const { return keep_; }
    void set_keep(const QRectF &keep);
    [[nodiscard]] QRectF kept_place() const;
    [[nodiscard]] QRectF place() const; ///< of the whole frame in the item; may stand over

  Q_SIGNALS:
    void frames_changed();
    void mirrored_changed();
    void keep_changed();
    void place_changed();

  protected:
    QSGNode *updatePaintNode(QSGNode *node, UpdatePaintNodeData *data) override;
    void geometryChange(const QRectF &now, const QRectF &before) override;

  private:
    [[nodiscard]] QRectF kept_within(const QRectF &place) const;
    void take_frame();

    QPointer<LiveFrames> frames_;
    FramePointer frame_;
    FramePointer uploaded_; ///< what the texture was made of; render thread
    /// The item's own. width() and height() would make whoever binds to keptPlace depend on them a
    /// second time, in the middle of their change; Qt 6.4 crashes then.
    QSizeF size_;
    QRectF keep_{0, 0, 1, 1};
    bool mirrored_ = false;
};

} // namespace vitrine
