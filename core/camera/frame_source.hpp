// What frames come from: a camera, a film, a folder of pictures, a stream, a test.
#pragma once

#include "core/camera/frame.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace vitrine {

/// What an open source tells of itself.
struct SourceFacts {
    std::string name;   ///< for people: "HD Webcam", a file's name
    std::string format; ///< for staff: "MJPEG", "YUYV"; empty where it means nothing
    int width = 0;      ///< 0 where not known beforehand
    int height = 0;
    double frames_per_second = 0; ///< as promised; 0 where unknown
    /// Shows what is now: it can stand still by mistake, be lost, and come back.
    bool live = false;
    std::string device{}; ///< a camera's: "/dev/video0"
};

enum class Next {
    frame,   ///< the frame was filled
    nothing, ///< not yet: ask again
    ended,   ///< there is no more
};

/// Frames that a source could not give.
struct SourceLosses {
    std::uint64_t missed = 0;  ///< the driver had no room, or decoding is too slow for real time
    std::uint64_t damaged = 0; ///< came, but could not be decoded
};

/// Made anywhere; opened, read and closed on one thread.
class FrameSource {
  public:
    virtual ~FrameSource() = default; ///< closes

    /// Errors: camera_busy, camera_denied, camera_gone (device); camera_failed (device, reason);
    /// not_a_camera (path); no_camera_format (device, what it offers); vanished, no_permission
    /// (path); not_a_video (path, reason); no_pictures (path); stream_failed (address, reason);
    /// no_video_support (reason).
    [[nodiscard]] virtual Result<SourceFacts> open() = 0;
    /// Waits up to about 100 ms for the next frame, of which pixels, number and times are filled;
    /// its size may differ from the last one's. Returns early when `stop` is requested. Errors, of
    /// which none but a new open() recovers: camera_gone, camera_failed, stream_lost (address).
    [[nodiscard]] virtual Result<Next> next(Frame &frame, const std::stop_token &stop) = 0;
    virtual void close() noexcept = 0;
    [[nodiscard]] virtual SourceLosses losses() const noexcept { return {}; } ///< since open()
};

/// Called on the thread that will use the source.
using SourceMaker = std::function<Result<std::unique_ptr<FrameSource>>()>;

} // namespace vitrine
