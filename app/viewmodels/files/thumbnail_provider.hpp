// Thumbnails for QML: image://thumbnail/<path, percent-encoded>.
#pragma once

#include "app/services/files/thumbnail_loader.hpp"

#include <QQuickAsyncImageProvider>

#include <memory>

namespace vitrine {

/// Hands QML's images to a ThumbnailLoader; an image that is scrolled away cancels its request.
/// sourceSize gives the side of the square, in pixels of the screen.
class ThumbnailProvider : public QQuickAsyncImageProvider {
  public:
    explicit ThumbnailProvider(std::shared_ptr<ThumbnailLoader> loader)
        : loader_(std::move(loader)) {}

    QQuickImageResponse *requestImageResponse(const QString &id,
                                              const QSize &requested_size) override;

    /// What an Image's source is set to for a file.
    [[nodiscard]] static QString source_of(const QString &path);
    static constexpr const char *name = "thumbnail";

  private:
    std::shared_ptr<ThumbnailLoader> loader_;
};

} // namespace vitrine
