#include "app/items/live/live_picture_item.hpp"

#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRendererInterface>

#include <utility>

namespace vitrine {

namespace {

/// The frame's pixels without a copy: the image keeps the frame.
QImage view_of(const FramePointer &frame, bool software) {
    auto *const keeper = new FramePointer(frame);
    const auto let_go = [](void *kept) { delete static_cast<FramePointer *>(kept); };
    // X is always 255, so both say the same: the first is what is uploaded as it is, the second
    // tells the painter that nothing shines through.
    const auto format = software ? QImage::Format_RGBX8888 : QImage::Format_RGBA8888_Premultiplied;
    return {
        frame->pixels.data(), frame->width, frame->height, frame->stride, format, let_go, keeper};
}

} // namespace

LivePictureItem::LivePictureItem(QQuickItem *parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
    setClip(true);
}

void LivePictureItem::set_frames(LiveFrames *frames) {
    if (frames == frames_)
        return;
    if (frames_ != nullptr)
        frames_->disconnect(this);
    frames_ = frames;
    if (frames_ != nullptr)
        connect(frames_, &LiveFrames::changed, this, &LivePictureItem::take_frame);
    Q_EMIT frames_changed();
    take_frame();
}

void LivePictureItem::take_frame() {
    auto newest = frames_ == nullptr ? nullptr : frames_->newest();
    const auto size_of = [](const FramePointer &of) {
        return of == nullptr ? QSize() : QSize(of->width, of->height);
    };
    const bool moved = size_of(newest) != size_of(frame_);
    frame_ = std::move(newest);
    if (moved)
        Q_EMIT place_changed();
    update();
}

void LivePictureItem::set_mirrored(bool mirrored) {
    if (std::exchange(mirrored_, mirrored) == mirrored)
        return;
    Q_EMIT mirrored_changed();
    Q_EMIT place_changed();
    update();
}

void LivePictureItem::set_keep(const QRectF &keep) {
    if (std::exchange(keep_, keep) == keep)
        return;
    Q_EMIT keep_changed();
    Q_EMIT place_changed();
    update();
}

void LivePictureItem::geometryChange(const QRectF &now, const QRectF &before) {
    size_ = now.size();
    QQuickItem::geometryChange(now, before);
    Q_EMIT place_changed();
    update();
}

QRectF LivePictureItem::place() const {
    if (frame_ == nullptr || size_.isEmpty())
        return {};
    const auto centred = [this](Qt::AspectRatioMode mode) {
        const QSizeF size = QSizeF(frame_->width, frame_->height).scaled(size_, mode);
        return QRectF({(size_.width() - size.width()) / 2, (size_.height() - size.height()) / 2},
                      size);
    };
    const QRectF filling = centred(Qt::KeepAspectRatioByExpanding);
    return QRectF({}, size_).contains(kept_within(filling)) ? filling
                                                            : centred(Qt::KeepAspectRatio);
}

QRectF LivePictureItem::kept_within(const QRectF &place) const {
    const double left = mirrored_ ? 1 - keep_.right() : keep_.left();
    return {place.x() + left * place.width(), place.y() + keep_.y() * place.height(),
            keep_.width() * place.width(), keep_.height() * place.height()};
}

QRectF LivePictureItem::kept_place() const { return kept_within(place()); }

QSGNode *LivePictureItem::updatePaintNode(QSGNode *old, UpdatePaintNodeData *) {
    const QRectF whole = place();
    auto *node = static_cast<QSGImageNode *>(old);
    if (whole.isEmpty()) {
        delete node;
        uploaded_ = nullptr;
        return nullptr;
    }
    if (node == nullptr) {
        node = window()->createImageNode();
        node->setOwnsTexture(true);
        node->setFiltering(QSGTexture::Linear);
        uploaded_ = nullptr;
    }
    if (uploaded_ != frame_) {
        const bool software =
            window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
        node->setTexture(window()->createTextureFromImage(view_of(frame_, software),
                                                          QQuickWindow::TextureIsOpaque));
        uploaded_ = frame_;
    }
    // All of it, whatever stands over: renderers do not agree on a part of a mirrored texture.
    node->setRect(whole);
    node->setSourceRect(
        {0, 0, static_cast<qreal>(frame_->width), static_cast<qreal>(frame_->height)});
    node->setTextureCoordinatesTransform(mirrored_ ? QSGImageNode::MirrorHorizontally
                                                   : QSGImageNode::NoTransform);
    node->markDirty(QSGNode::DirtyMaterial);
    return node;
}

} // namespace vitrine
