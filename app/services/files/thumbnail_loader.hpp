// Small pictures of files, made off the GUI thread.
#pragma once

#include "core/images/decode_image.hpp"

#include <QImage>
#include <QString>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vitrine {

/// Square thumbnails, cut from the middle. The newest request is served first (it is what came into
/// view last), a request that is cancelled in time costs nothing, and what was made is kept in
/// memory up to a number of bytes, the least recently used going first. Nothing is written to disk.
/// Members may be called on any thread.
class ThumbnailLoader {
  public:
    /// Null where the file cannot be shown.
    using Done = std::function<void(const QImage &)>;
    using Ticket = std::uint64_t;
    static constexpr std::int64_t default_cache_bytes = std::int64_t{48} << 20;
    static constexpr int default_threads = 2;
    /// Requests beyond these are given up, the oldest first: their Done gets a null image.
    static constexpr std::size_t most_waiting = 512;

    explicit ThumbnailLoader(int threads = default_threads,
                             std::int64_t cache_bytes = default_cache_bytes);
    ~ThumbnailLoader(); ///< waits for the files that are being decoded
    ThumbnailLoader(const ThumbnailLoader &) = delete;
    ThumbnailLoader &operator=(const ThumbnailLoader &) = delete;

    /// `side`: pixels of the square, at least 1. `done` is called once, on a thread of the loader
    /// or (when given up) on the caller's, unless the request is cancelled before.
    Ticket request(const QString &path, int side, Done done);
    /// After this `done` is not begun any more; a call under way may still end.
    void cancel(Ticket ticket);
    /// Forgets every thumbnail: nothing of a visitor stays in memory.
    void forget();
    [[nodiscard]] std::int64_t cached_bytes() const;

  private:
    struct Request {
        Ticket ticket = 0;
        QString path;
        int side = 0;
        Done done;
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

    void work(const std::stop_token &stop);
    QImage make(const Request &request);
    Result<Image> read(const QString &path, int side);
    [[nodiscard]] QImage find(const Key &key);
    void keep(const Key &key, const QImage &image);

    const std::int64_t cache_bytes_;
    std::mutex large_;         ///< held while a picture that needs much memory is decoded
    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable_any wake_;
    std::list<Request> waiting_; ///< newest at the back
    Ticket next_ = 0;
    std::list<Cached> cache_; ///< most recently used first
    std::map<Key, std::list<Cached>::iterator> by_key_;
    std::int64_t cached_ = 0;
    std::uint64_t generation_ = 0;      ///< rises with forget()
    std::vector<std::jthread> threads_; // last: they end before what they use
};

} // namespace vitrine
