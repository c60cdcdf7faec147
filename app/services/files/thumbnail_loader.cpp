#include "app/services/files/thumbnail_loader.hpp"

#include "app/services/picture_reader.hpp"

#include <QFile>

#include <algorithm>
#include <new>
#include <sys/stat.h>
#include <utility>

namespace vitrine {
namespace {

constexpr std::int64_t ordinary_bytes = std::int64_t{96} << 20;

QImage square(const Image &image, int side) {
    const int shorter = std::min(image.width, image.height);
    const int longer = std::max(image.width, image.height);
    const auto wanted = shorter > side ? std::int64_t{side} * longer / shorter : longer;
    // A panorama a thousand times as wide as high is not worth its strip: only its middle is.
    const QImage scaled = to_qimage(image, static_cast<int>(wanted));
    const int edge = std::max(1, std::min(scaled.width(), scaled.height()));
    const QImage cut =
        scaled.copy((scaled.width() - edge) / 2, (scaled.height() - edge) / 2, edge, edge);
    return cut.width() == side
               ? cut
               : cut.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

ThumbnailLoader::ThumbnailLoader(int threads, std::int64_t cache_bytes)
    : cache_bytes_(cache_bytes) {
    for (int i = 0; i < std::max(1, threads); ++i)
        threads_.emplace_back([this](const std::stop_token &stop) { work(stop); });
}

ThumbnailLoader::~ThumbnailLoader() {
    for (std::jthread &thread : threads_)
        thread.request_stop();
    threads_.clear();
}

ThumbnailLoader::Ticket ThumbnailLoader::request(const QString &path, int side, Done done) {
    Done given_up;
    Ticket ticket = 0;
    {
        const std::lock_guard lock(mutex_);
        ticket = ++next_;
        waiting_.push_back({ticket, path, std::max(1, side), std::move(done)});
        if (waiting_.size() > most_waiting) {
            given_up = std::move(waiting_.front().done);
            waiting_.pop_front();
        }
    }
    wake_.notify_one();
    if (given_up)
        given_up({});
    return ticket;
}

void ThumbnailLoader::cancel(Ticket ticket) {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [ticket](const Request &request) { return request.ticket == ticket; });
}

void ThumbnailLoader::forget() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    cache_.clear();
    by_key_.clear();
    cached_ = 0;
}

std::int64_t ThumbnailLoader::cached_bytes() const {
    const std::lock_guard lock(mutex_);
    return cached_;
}

void ThumbnailLoader::work(const std::stop_token &stop) {
    for (;;) {
        Request request;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); }) ||
                stop.stop_requested())
                return;
            request = std::move(waiting_.back());
            waiting_.pop_back();
        }
        request.done(make(request));
    }
}

QImage ThumbnailLoader::make(const Request &request) {
    struct stat status {};
    if (::stat(QFile::encodeName(request.path).constData(), &status) != 0)
        return {};
    const Key key{QFile::encodeName(request.path).toStdString(), request.side,
                  std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec,
                  status.st_size};
    if (QImage known = find(key); !known.isNull())
        return known;
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(mutex_);
        generation = generation_;
    }
    const auto image = read(request.path, request.side);
    if (!image)
        return {};
    QImage thumbnail = square(*image, request.side);
    const std::lock_guard lock(mutex_);
    if (generation == generation_)
        keep(key, thumbnail);
    return thumbnail;
}

Result<Image> ThumbnailLoader::read(const QString &path, int side) {
    const std::filesystem::path file(QFile::encodeName(path).toStdString());
    DecodeLimits limits;
    limits.target_side = side;
    const std::int64_t most = std::exchange(limits.max_memory_bytes, ordinary_bytes);
    try {
        auto image = read_image(file, limits);
        if (image.ok() || image.error().code != "too_large")
            return image;
        const std::lock_guard alone(large_);
        limits.max_memory_bytes = most;
        return read_image(file, limits);
    } catch (const std::bad_alloc &) {
        return Error{"out_of_memory", {path.toStdString()}};
    }
}

QImage ThumbnailLoader::find(const Key &key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end())
        return {};
    cache_.splice(cache_.begin(), cache_, found->second);
    return found->second->image;
}

void ThumbnailLoader::keep(const Key &key, const QImage &image) {
    if (by_key_.contains(key) || image.sizeInBytes() > cache_bytes_)
        return;
    cache_.push_front({key, image});
    by_key_[key] = cache_.begin();
    cached_ += image.sizeInBytes();
    while (cached_ > cache_bytes_) {
        cached_ -= cache_.back().image.sizeInBytes();
        by_key_.erase(cache_.back().key);
        cache_.pop_back();
    }
}

} // namespace vitrine
