// A camera that a test holds in its hand.
//
// Every frame is plain, of the scene's colour, but for a stamp in its top left corner: the frame's
// number and the time at which it was made, as black and white squares that survive a copy and can
// be read back from wherever the frame went.
#pragma once

#include "core/camera/frame_source.hpp"
#include "core/images/fit_to_model.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace vitrine {

/// Where in a frame the stamp's corner lies, and how large its squares are.
struct StampPlace {
    int x = 0;
    int y = 0;
    int square = 4;
};

/// What the camera does, changed by the test at any time, from any thread; outlives the sources.
class FakeCamera {
  public:
    enum class Mood {
        good,
        stalled, ///< gives nothing
        black,
        dark,
        blurred,
        frozen,  ///< the same frame again and again
        gone,    ///< fails with camera_gone right behind a last frame, and cannot be opened
        busy,    ///< cannot be opened: camera_busy
        denied,  ///< likewise: camera_denied
        absent,  ///< likewise: no_camera
        hangs,   ///< in the driver, whatever is asked of it
        rubbish, ///< every frame is damaged
        ended,
    };
    static constexpr std::array<std::uint8_t, 3> mark{0, 0, 255};
    struct Scene {
        Mood mood = Mood::good;
        std::array<std::uint8_t, 3> colour{128, 128, 128};
        int width = 640;
        int height = 480;
        int frames_per_second = 30;
        Rect marked{}; ///< a part that is of the colour `mark`
        StampPlace stamp{};
        bool live = true; ///< else a film, as a web server sends one
    };

    void set(const Scene &scene);
    void set_mood(Mood mood);
    void set_colour(std::array<std::uint8_t, 3> colour);
    void set_size(int width, int height);
    void set_marked(const Rect &part);
    void set_live(bool live);
    [[nodiscard]] Scene scene() const;

    /// Sources of this camera. As a real one it is busy for a second that opens it.
    [[nodiscard]] SourceMaker maker(std::string name = "Fake camera",
                                    std::string device = "/dev/video0");
    [[nodiscard]] int opened() const { return opened_; } ///< how often, successfully
    [[nodiscard]] int open_now() const { return open_now_; }
    [[nodiscard]] bool hangs_now() const { return hangs_now_; } ///< a reader is held

  private:
    friend class FakeCameraSource;
    void wait_while_it_hangs();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Scene scene_;
    std::atomic<int> opened_ = 0;
    std::atomic<int> open_now_ = 0;
    std::atomic<bool> hangs_now_ = false;
};

struct FrameStamp {
    std::uint64_t number = 0;
    std::int64_t microseconds = 0; ///< of Frame::Clock
    bool operator==(const FrameStamp &) const = default;
};

void write_stamp(Frame &frame, const FrameStamp &stamp, const StampPlace &place = {});
/// In the frame's corner. Nothing where the frame is too small or its corner holds no stamp.
[[nodiscard]] std::optional<FrameStamp> read_stamp(const Frame &frame);

} // namespace vitrine
