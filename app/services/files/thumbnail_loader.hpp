// Small pictures of files, made off the GUI thread.
#pragma once

#include "app/services/picture_reader.hpp"

#include <QImage>
#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

namespace vitrine {

/// Square thumbnails, cut from the middle. The newest request is served first (it is what came into
/// view last), a request that is cancelled in time costs nothing, and what was made is kept in
/// memory up to a number of bytes, the least recently used going first. Nothing is written to disk.
/// A disk that does not answer holds up neither what lies elsewhere nor the program's end: after
/// `patience` another thread goes on in the place of the one that waits for it, up to
/// most_left_behind. Members may be called on any thread.
class ThumbnailLoader {
  public:
    /// Null where the file cannot be shown.
    using Done = std::function<void(const QImage &)>;
    using Ticket = std::uint64_t;
    static constexpr std::int64_t default_cache_bytes = std::int64_t{48} << 20;
    static constexpr int default_threads = 2;
    /// Requests beyond these are given up, the oldest first: their Done gets a null image.
    static constexpr std::size_t most_waiting = 512;
    static constexpr std::chrono::milliseconds default_patience{5'000};
    static constexpr int most_left_behind = 8;

    explicit ThumbnailLoader(int threads = default_threads,
                             std::int64_t cache_bytes = default_cache_bytes,
                             ReadImage read = read_whole_image,
                             std::chrono::milliseconds patience = default_patience);
    ~ThumbnailLoader(); ///< waits for a `done` under way, and a moment for what is being decoded
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
    struct State; ///< shared with the threads

    std::shared_ptr<State> state_;
    std::jthread lookout_; ///< replaces the others, and waits for no disk itself
};

} // namespace vitrine
