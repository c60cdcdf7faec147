#include "app/services/files/thumbnail_loader.hpp"

#include <QFile>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <utility>

namespace vitrine {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto farewell = std::chrono::seconds(1);
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

struct Request {
    ThumbnailLoader::Ticket ticket = 0;
    QString path;
    int side = 0;
    ThumbnailLoader::Done done;
};

/// A file that is written anew has another key.
struct Key {
    std::string path; ///< as the system knows it
    int side = 0;
    std::int64_t modified = 0;
    std::int64_t size = 0;
    auto operator<=>(const Key &) const = default;
};

struct Cached {
    Key key;
    QImage image;
};

} // namespace

struct ThumbnailLoader::State {
    ReadImage read_image;
    std::int64_t cache_bytes = 0;
    std::chrono::milliseconds patience{};
    std::mutex large; ///< held while a picture that needs much memory is decoded
    std::mutex mutex; ///< guards what follows
    std::condition_variable wake;
    std::condition_variable idle;
    std::condition_variable begun; ///< a file, or the end; also: one that was left behind is back
    std::list<Request> waiting;    ///< newest at the back
    Ticket next = 0;
    std::list<Cached> cache; ///< most recently used first
    std::map<Key, std::list<Cached>::iterator> by_key;
    std::int64_t cached = 0;
    std::uint64_t generation = 0; ///< rises with forget()
    bool ended = false;
    int answering = 0; ///< threads in a `done`
    int left_behind = 0;
    struct Reading {
        Clock::time_point since;
        bool replaced = false;
    };
    std::list<Reading> reading; ///< one each thread that is at a file; the newest at the back

    static void spawn(const std::shared_ptr<State> &state);
    static void look_out(const std::shared_ptr<State> &state);
    void work();
    QImage make(const Request &request);
    Result<Image> read(const QString &path, int side);
    [[nodiscard]] QImage find(const Key &key);
    void keep(const Key &key, const QImage &image);
};

ThumbnailLoader::ThumbnailLoader(int threads, std::int64_t cache_bytes, ReadImage read,
                                 std::chrono::milliseconds patience)
    : state_(std::make_shared<State>()) {
    state_->read_image = std::move(read);
    state_->cache_bytes = cache_bytes;
    state_->patience = patience;
    for (int i = 0; i < std::max(1, threads); ++i)
        State::spawn(state_);
    lookout_ = std::jthread([state = state_] { State::look_out(state); });
}

ThumbnailLoader::~ThumbnailLoader() {
    std::unique_lock lock(state_->mutex);
    state_->ended = true;
    state_->waiting.clear();
    state_->wake.notify_all();
    state_->begun.notify_all();
    state_->idle.wait(lock, [this] { return state_->answering == 0; });
    state_->idle.wait_for(lock, farewell, [this] {
        return std::ranges::all_of(state_->reading, &State::Reading::replaced);
    });
}

void ThumbnailLoader::State::spawn(const std::shared_ptr<State> &state) {
    std::thread([state] { state->work(); }).detach();
}

void ThumbnailLoader::State::look_out(const std::shared_ptr<State> &state) {
    std::unique_lock lock(state->mutex);
    while (!state->ended) {
        const auto oldest = std::ranges::find(state->reading, false, &Reading::replaced);
        if (oldest == state->reading.end() || state->left_behind >= most_left_behind) {
            state->begun.wait(lock);
        } else if (const auto until = oldest->since + state->patience; Clock::now() < until) {
            state->begun.wait_until(lock, until);
        } else {
            oldest->replaced = true;
            ++state->left_behind;
            spawn(state);
        }
    }
}

ThumbnailLoader::Ticket ThumbnailLoader::request(const QString &path, int side, Done done) {
    Done given_up;
    Ticket ticket = 0;
    {
        const std::lock_guard lock(state_->mutex);
        ticket = ++state_->next;
        state_->waiting.push_back({ticket, path, std::max(1, side), std::move(done)});
        if (state_->waiting.size() > most_waiting) {
            given_up = std::move(state_->waiting.front().done);
            state_->waiting.pop_front();
        }
    }
    state_->wake.notify_one();
    if (given_up)
        given_up({});
    return ticket;
}

void ThumbnailLoader::cancel(Ticket ticket) {
    const std::lock_guard lock(state_->mutex);
    std::erase_if(state_->waiting,
                  [ticket](const Request &request) { return request.ticket == ticket; });
}

void ThumbnailLoader::forget() {
    const std::lock_guard lock(state_->mutex);
    ++state_->generation;
    state_->cache.clear();
    state_->by_key.clear();
    state_->cached = 0;
}

std::int64_t ThumbnailLoader::cached_bytes() const {
    const std::lock_guard lock(state_->mutex);
    return state_->cached;
}

void ThumbnailLoader::State::work() {
    std::unique_lock lock(mutex);
    for (;;) {
        wake.wait(lock, [this] { return ended || !waiting.empty(); });
        if (ended)
            return;
        const Request request = std::move(waiting.back());
        waiting.pop_back();
        const auto reading_now = reading.insert(reading.end(), {Clock::now(), false});
        begun.notify_all();
        lock.unlock();
        const QImage image = make(request);
        lock.lock();
        const bool replaced = reading_now->replaced;
        reading.erase(reading_now);
        if (replaced) {
            --left_behind;
            begun.notify_all();
        }
        if (!ended) {
            ++answering;
            lock.unlock();
            request.done(image);
            lock.lock();
            --answering;
        }
        idle.notify_all();
        if (replaced)
            return;
    }
}

QImage ThumbnailLoader::State::make(const Request &request) {
    struct stat status {};
    if (::stat(QFile::encodeName(request.path).constData(), &status) != 0)
        return {};
    const Key key{QFile::encodeName(request.path).toStdString(), request.side,
                  std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec,
                  status.st_size};
    if (QImage known = find(key); !known.isNull())
        return known;
    std::uint64_t generation_before = 0;
    {
        const std::lock_guard lock(mutex);
        generation_before = generation;
    }
    const auto image = read(request.path, request.side);
    if (!image)
        return {};
    QImage thumbnail = square(*image, request.side);
    const std::lock_guard lock(mutex);
    if (generation == generation_before)
        keep(key, thumbnail);
    return thumbnail;
}

Result<Image> ThumbnailLoader::State::read(const QString &path, int side) {
    const std::filesystem::path file(QFile::encodeName(path).toStdString());
    DecodeLimits limits;
    limits.target_side = side;
    const std::int64_t most = std::exchange(limits.max_memory_bytes, ordinary_bytes);
    try {
        auto image = read_image(file, limits);
        if (image.ok() || image.error().code != "too_large")
            return image;
        const std::lock_guard alone(large);
        limits.max_memory_bytes = most;
        return read_image(file, limits);
    } catch (const std::bad_alloc &) {
        return Error{"out_of_memory", {path.toStdString()}};
    }
}

QImage ThumbnailLoader::State::find(const Key &key) {
    const std::lock_guard lock(mutex);
    const auto found = by_key.find(key);
    if (found == by_key.end())
        return {};
    cache.splice(cache.begin(), cache, found->second);
    return found->second->image;
}

void ThumbnailLoader::State::keep(const Key &key, const QImage &image) {
    if (by_key.contains(key) || image.sizeInBytes() > cache_bytes)
        return;
    cache.push_front({key, image});
    by_key[key] = cache.begin();
    cached += image.sizeInBytes();
    while (cached > cache_bytes) {
        cached -= cache.back().image.sizeInBytes();
        by_key.erase(cache.back().key);
        cache.pop_back();
    }
}

} // namespace vitrine
