#include "app/services/picture_reader.hpp"

#include "app/services/owner_link.hpp"

#include <QFile>
#include <QPainter>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>

namespace vitrine {
namespace {

std::filesystem::path to_path(const QString &path) {
    return {QFile::encodeName(path).toStdString()};
}

using Clock = std::chrono::steady_clock;
constexpr auto farewell = std::chrono::seconds(1);

/// For the screen, in its sizes.
ReadPicture shown(Image decoded) {
    auto image = std::make_shared<const Image>(std::move(decoded));
    QImage preview = to_qimage(*image, PictureReader::preview_side);
    QImage thumbnail = preview;
    constexpr int side = PictureReader::thumbnail_side;
    if (std::min(preview.width(), preview.height()) > side)
        thumbnail =
            preview.scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    return {std::move(image), std::move(preview), std::move(thumbnail)};
}

Result<QImage> read_small(const ReadImage &read, const QString &path, int side) {
    DecodeLimits limits;
    limits.target_side = side;
    const auto decoded = read(to_path(path), limits);
    if (!decoded)
        return decoded.error();
    const int shorter = std::min(decoded->width, decoded->height);
    const int longer = std::max(decoded->width, decoded->height);
    return to_qimage(*decoded, shorter > side ? side * longer / shorter : longer);
}

} // namespace

QImage to_qimage(const Image &image, int longest_side) {
    if (image.empty())
        return {};
    const QImage view(image.pixels.data(), image.width, image.height,
                      static_cast<qsizetype>(image.width) * 3, QImage::Format_RGB888);
    if (std::max(image.width, image.height) > longest_side)
        return view
            .scaled(longest_side, longest_side, Qt::KeepAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    return view.convertToFormat(QImage::Format_RGB32);
}

Result<Image> from_qimage(const QImage &image) {
    if (image.isNull())
        return Error{"unsupported", {"QImage"}};
    const std::int64_t limit = DecodeLimits{}.max_pixels;
    if (std::int64_t{image.width()} * image.height() > limit)
        return Error{
            "too_large",
            {std::to_string(image.width()), std::to_string(image.height()), std::to_string(limit)}};
    QImage flat(image.size(), QImage::Format_RGB888);
    if (flat.isNull())
        return Error{"out_of_memory"};
    flat.fill(Qt::white);
    QPainter(&flat).drawImage(flat.rect(), image, image.rect());
    Image result{flat.width(), flat.height(), {}};
    const auto row_bytes = static_cast<std::ptrdiff_t>(flat.width()) * 3;
    result.pixels.reserve(static_cast<std::size_t>(row_bytes * flat.height()));
    for (int row = 0; row < flat.height(); ++row) {
        const uchar *line = flat.constScanLine(row);
        result.pixels.insert(result.pixels.end(), line, line + row_bytes);
    }
    return result;
}

Result<Image> read_whole_image(const std::filesystem::path &path, const DecodeLimits &limits) {
    return read_image(path, limits);
}

struct PictureReader::Shared {
    std::atomic<quint64> newest = 0; ///< of the pictures; 0: none is wanted
    std::atomic<int> left_behind = 0;
};

struct PictureReader::Task {
    bool picture = false; ///< else a thumbnail
    quint64 ticket = 0;
    QString path{};
    /// Does it; what it returns is done on the owner's thread.
    std::function<std::function<void(PictureReader &)>()> run{};
};

struct PictureReader::Worker {
    std::mutex mutex; ///< guards what follows
    std::condition_variable changed;
    std::deque<Task> waiting; ///< pictures before thumbnails
    std::optional<Task> under_way;
    Clock::time_point since; ///< when it was begun
    bool left = false;       ///< ends as soon as it can, and tells nothing any more
    bool ended = false;

    bool behind = false; ///< another goes on in its place

    void work(const std::shared_ptr<OwnerLink<PictureReader>> &link,
              const std::atomic<quint64> &newest);
};

void PictureReader::Worker::work(const std::shared_ptr<OwnerLink<PictureReader>> &link,
                                 const std::atomic<quint64> &newest) {
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return left || !waiting.empty(); });
        if (left)
            break;
        under_way = std::move(waiting.front());
        waiting.pop_front();
        since = Clock::now();
        const Task task = *under_way;
        lock.unlock();
        std::function<void(PictureReader &)> tell;
        if (!task.picture || newest == task.ticket) // else the visitor has gone on
            tell = task.run();
        lock.lock();
        under_way.reset();
        if (tell && !left && (!task.picture || newest == task.ticket))
            OwnerLink<PictureReader>::post(link, std::move(tell));
    }
    ended = true;
    changed.notify_all();
}

PictureReader::PictureReader(QObject *parent)
    : PictureReader(read_whole_image, default_patience, parent) {}

PictureReader::PictureReader(ReadImage read, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), read_(std::move(read)), patience_(patience),
      link_(std::make_shared<OwnerLink<PictureReader>>(*this)), shared_(std::make_shared<Shared>()),
      worker_(make_worker()) {
    look_.setInterval(std::max(patience_ / 8, std::chrono::milliseconds(1)));
    connect(&look_, &QTimer::timeout, this, &PictureReader::look);
}

PictureReader::~PictureReader() {
    link_->cut();
    shared_->newest = 0;
    std::unique_lock lock(worker_->mutex);
    worker_->left = true;
    worker_->waiting.clear();
    worker_->changed.notify_all();
    worker_->changed.wait_for(lock, farewell, [this] { return worker_->ended; });
}

std::shared_ptr<PictureReader::Worker> PictureReader::make_worker() {
    auto worker = std::make_shared<Worker>();
    std::thread([worker, shared = shared_, link = link_] {
        worker->work(link, shared->newest);
        if (worker->behind)
            --shared->left_behind;
    }).detach();
    return worker;
}

void PictureReader::read(quint64 ticket, const QString &path) {
    start(ticket, path, [path, read = read_] { return read(to_path(path), {}); });
}

void PictureReader::decode(quint64 ticket, const QByteArray &bytes) {
    start(ticket, {}, [bytes]() -> Result<Image> {
        const auto most = static_cast<qsizetype>(DecodeLimits{}.max_file_bytes);
        if (bytes.size() > most)
            return Error{"file_too_large",
                         {{}, std::to_string(bytes.size()), std::to_string(most)}};
        return decode_image(std::as_bytes(std::span(bytes.constData(), bytes.size())));
    });
}

void PictureReader::convert(quint64 ticket, const QImage &image) {
    start(ticket, {}, [image] { return from_qimage(image); });
}

void PictureReader::forget(quint64 ticket) { shared_->newest = ticket; }

void PictureReader::start(quint64 ticket, const QString &path,
                          std::function<Result<Image>()> make) {
    shared_->newest = ticket;
    start({true, ticket, path, [ticket, make = std::move(make)] {
               auto decoded = make();
               std::function<void(PictureReader &)> tell;
               if (!decoded)
                   tell = [ticket, error = decoded.error()](PictureReader &reader) {
                       Q_EMIT reader.read_failed(ticket, error);
                   };
               else
                   tell = [ticket, picture = shown(std::move(*decoded))](PictureReader &reader) {
                       Q_EMIT reader.read_done(ticket, picture);
                   };
               return tell;
           }});
}

void PictureReader::read_thumbnail(quint64 ticket, int index, const QString &path, int side) {
    start({false, ticket, path, [ticket, index, path, side, read = read_] {
               const auto small = read_small(read, path, side);
               std::function<void(PictureReader &)> tell;
               if (small) // else the tile stays empty; tapping it tells why
                   tell = [ticket, index, image = *small](PictureReader &reader) {
                       Q_EMIT reader.thumbnail_done(ticket, index, image);
                   };
               return tell;
           }});
}

void PictureReader::start(Task task) {
    {
        const std::lock_guard lock(worker_->mutex);
        auto &waiting = worker_->waiting;
        if (task.picture) // those before it are not wanted any more
            std::erase_if(waiting, &Task::picture);
        const auto place = task.picture ? waiting.begin() : waiting.end();
        waiting.insert(place, std::move(task));
    }
    worker_->changed.notify_all();
    if (!look_.isActive())
        look_.start();
}

void PictureReader::look() {
    std::unique_lock lock(worker_->mutex);
    if (!worker_->under_way) {
        if (worker_->waiting.empty())
            look_.stop();
        return;
    }
    if (Clock::now() - worker_->since <= patience_)
        return;
    const bool too_many = shared_->left_behind >= most_left_behind;
    std::deque<Task> waiting = std::exchange(worker_->waiting, {});
    Task given_up = *worker_->under_way;
    if (!too_many) {
        worker_->left = worker_->behind = true;
        ++shared_->left_behind;
    } else if (!waiting.empty() && waiting.front().picture) {
        given_up = waiting.front(); // the only one that is still wanted
    }
    lock.unlock();
    if (!too_many) {
        worker_ = make_worker();
        for (Task &task : waiting)
            start(std::move(task));
    }
    if (given_up.picture && shared_->newest == given_up.ticket) {
        shared_->newest = 0;
        Q_EMIT read_failed(given_up.ticket, {"too_slow", {given_up.path.toStdString()}});
    }
}

} // namespace vitrine
