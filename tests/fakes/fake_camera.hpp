// A camera that a test holds in its hand.
//
// Every frame is plain, of the scene's colour, but for a stamp in its top left corner: the frame's
// number and the time at which it was made, as black and white squares that survive a copy and can
// be read back from wherever the frame went.
#pragma once

#include "core/camera/frame_source.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

namespace vitrine {

/// What the camera does, changed by the test at any time, from any thread; outlives the sources.
class FakeCamera {
  public:
    enum class Mood {
        good,
        stalled, ///< gives nothing
        black,
        frozen,  ///< the same frame again and again
        gone,    ///< fails with camera_gone, and cannot be opened
        busy,    ///< cannot be opened: camera_busy
        rubbish, ///< every frame is damaged
        ended,
    };
    struct Scene {
        Mood mood = Mood::good;
        std::array<std::uint8_t, 3> colour{128, 128, 128};
        int width = 640;
        int height = 480;
        int frames_per_second = 30;
    };

    void set(const Scene &scene);
    void set_mood(Mood mood);
    void set_colour(std::array<std::uint8_t, 3> colour);
    void set_size(int width, int height);
    [[nodiscard]] Scene scene() const;

    /// Sources of this camera; live.
    [[nodiscard]] SourceMaker maker();
    [[nodiscard]] int opened() const { return opened_; } ///< how often, successfully
    [[nodiscard]] int open_now() const { return open_now_; }

  private:
    friend class FakeCameraSource;
    mutable std::mutex mutex_;
    Scene scene_;
    std::atomic<int> opened_ = 0;
    std::atomic<int> open_now_ = 0;
};

struct FrameStamp {
    std::uint64_t number = 0;
    std::int64_t microseconds = 0; ///< of Frame::Clock
    bool operator==(const FrameStamp &) const = default;
};

void write_stamp(Frame &frame, const FrameStamp &stamp);
/// Nothing where the frame is too small or its corner holds no stamp.
[[nodiscard]] std::optional<FrameStamp> read_stamp(const Frame &frame);

} // namespace vitrine
