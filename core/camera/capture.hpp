// The thread that reads a source.
#pragma once

#include "core/camera/frame_pool.hpp"
#include "core/camera/frame_source.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace vitrine {

enum class CaptureState {
    opening,
    running,
    lost,  ///< could not be opened, or failed in use; tried again where it may come back
    ended, ///< the source has no more, or was lost for good
};

struct CaptureNews {
    CaptureState state = CaptureState::opening;
    SourceFacts facts{}; ///< while running
    Error reason{};      ///< when lost; after ended, an empty code says: at its natural end
};

struct CaptureCounts {
    std::uint64_t captured = 0; ///< handed on
    std::uint64_t missed = 0;   ///< the source had to leave out, or all buffers were in use
    std::uint64_t damaged = 0;  ///< could not be decoded
};

struct CaptureRules {
    /// Whether a source that is lost is opened again and again, as a visitor's page wants it.
    bool comes_back = true;
    std::chrono::milliseconds between_tries{1000};
    /// A live source that gives nothing for so long is closed and opened again.
    std::chrono::milliseconds stall{4000};
    std::size_t buffers = 8;
};

/// Opens the source, hands each frame to `on_frame`, and what happens to `on_news`: both on the
/// capture thread, so they must be quick and never wait. A receiver that wants only the newest puts
/// it in a Latest. Frames lie in pooled memory: with all of it in use a frame is dropped, and
/// counted as missed.
class Capture {
  public:
    using OnFrame = std::function<void(std::shared_ptr<const Frame>)>;
    using OnNews = std::function<void(const CaptureNews &)>;

    Capture(SourceMaker make, OnFrame on_frame, OnNews on_news, const CaptureRules &rules = {});
    ~Capture(); ///< the source is closed when this returns
    Capture(const Capture &) = delete;
    Capture &operator=(const Capture &) = delete;

    [[nodiscard]] CaptureCounts counts() const noexcept; ///< any thread

  private:
    void run(const std::stop_token &stop);
    /// Until the source ends (an empty code), fails, or stop.
    Error read_source(const std::stop_token &stop);
    Error read_frames(FrameSource &source, const SourceFacts &facts, const std::stop_token &stop);
    void wait_before_next_try(const std::stop_token &stop);

    SourceMaker make_;
    OnFrame on_frame_;
    OnNews on_news_;
    CaptureRules rules_;
    FramePool pool_;
    std::atomic<std::uint64_t> captured_ = 0;
    std::atomic<std::uint64_t> missed_ = 0;
    std::atomic<std::uint64_t> damaged_ = 0;
    std::mutex mutex_;
    std::condition_variable_any never_; ///< waited on for a time, or stop
    std::jthread thread_;               // last: it uses all of the above
};

} // namespace vitrine
