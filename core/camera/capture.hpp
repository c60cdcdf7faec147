// The thread that reads a source.
#pragma once

#include "core/camera/frame_source.hpp"

#include <chrono>
#include <functional>
#include <memory>
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
    std::chrono::milliseconds stall{3000};
    std::size_t buffers = 12;
    /// Frames with a longer side are shrunk on the capture thread (see shrink_frame()); 0: none
    /// are.
    int longest_side = 0;
    /// How long the end of a capture waits for a source that hangs in a driver or a network.
    std::chrono::milliseconds farewell{500};
};

/// Opens the source, hands each frame to `on_frame`, and what happens to `on_news`: both on the
/// capture thread, so they must be quick and never wait, nor end the capture. A receiver that wants
/// only the newest puts it in a Latest. Frames lie in pooled memory: with all of it in use a frame
/// is dropped, and counted as missed.
class Capture {
  public:
    using OnFrame = std::function<void(std::shared_ptr<const Frame>)>;
    using OnNews = std::function<void(const CaptureNews &)>;

    Capture(SourceMaker make, OnFrame on_frame, OnNews on_news, const CaptureRules &rules = {});
    /// Nothing is called any more when this returns, and the source is closed; one that hangs for
    /// longer than rules.farewell is left to its thread, which closes it when it comes back.
    ~Capture();
    Capture(const Capture &) = delete;
    Capture &operator=(const Capture &) = delete;

    [[nodiscard]] CaptureCounts counts() const noexcept; ///< any thread

  private:
    class Reader;
    std::shared_ptr<Reader> reader_; ///< shared with the thread
    std::chrono::milliseconds farewell_;
    std::jthread thread_;
};

} // namespace vitrine
