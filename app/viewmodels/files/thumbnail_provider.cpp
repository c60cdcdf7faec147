#include "app/viewmodels/files/thumbnail_provider.hpp"

#include <QUrl>

#include <mutex>

namespace vitrine {
namespace {

constexpr int usual_side = 160;

/// What the loader's thread leaves for the response, which may be gone by then.
struct Delivery {
    std::mutex mutex;
    QQuickImageResponse *response = nullptr;
    QImage image;
};

class Response : public QQuickImageResponse {
  public:
    Response(std::shared_ptr<ThumbnailLoader> loader, const QString &path, int side)
        : loader_(std::move(loader)), delivery_(std::make_shared<Delivery>()) {
        delivery_->response = this;
        ticket_ = loader_->request(path, side, [delivery = delivery_](const QImage &image) {
            const std::lock_guard lock(delivery->mutex);
            if (delivery->response == nullptr)
                return;
            delivery->image = image;
            QMetaObject::invokeMethod(delivery->response, &QQuickImageResponse::finished,
                                      Qt::QueuedConnection);
        });
    }
    ~Response() override {
        loader_->cancel(ticket_);
        const std::lock_guard lock(delivery_->mutex);
        delivery_->response = nullptr;
    }

    [[nodiscard]] QQuickTextureFactory *textureFactory() const override {
        const std::lock_guard lock(delivery_->mutex);
        return QQuickTextureFactory::textureFactoryForImage(delivery_->image);
    }
    [[nodiscard]] QString errorString() const override {
        const std::lock_guard lock(delivery_->mutex);
        return delivery_->image.isNull() ? QStringLiteral("no thumbnail") : QString();
    }
    void cancel() override {
        loader_->cancel(ticket_);
        // Qt deletes a cancelled response only once it has finished.
        QMetaObject::invokeMethod(this, &QQuickImageResponse::finished, Qt::QueuedConnection);
    }

  private:
    std::shared_ptr<ThumbnailLoader> loader_;
    std::shared_ptr<Delivery> delivery_;
    ThumbnailLoader::Ticket ticket_ = 0;
};

} // namespace

QQuickImageResponse *ThumbnailProvider::requestImageResponse(const QString &id,
                                                             const QSize &requested_size) {
    const int side = std::max(requested_size.width(), requested_size.height());
    return new Response(loader_, QUrl::fromPercentEncoding(id.toUtf8()),
                        side > 0 ? side : usual_side);
}

QString ThumbnailProvider::source_of(const QString &path) {
    return QStringLiteral("image://thumbnail/") +
           QString::fromLatin1(QUrl::toPercentEncoding(path));
}

} // namespace vitrine
