// Watches whether somebody looks into the camera.
#pragma once

#include "core/camera/answer/face_watch.hpp"
#include "core/camera/faces/face_finder.hpp"
#include "core/camera/latest.hpp"

#include <QObject>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <thread>

namespace vitrine {

/// Looks a few times a second, on a thread of its own, at the newest frame it was given: the model
/// and the screen never wait for it. Where faces cannot be found at all, that is logged once and
/// none is ever seen. GUI thread, but for look().
class FaceLookout : public QObject {
    Q_OBJECT

  public:
    static constexpr std::chrono::milliseconds between_looks{200};
    /// A face is not taken to be there still when nobody could look for so long.
    static constexpr std::chrono::milliseconds unseen{1500};

    /// The finder is made at the first look; empty: faces are not looked for.
    explicit FaceLookout(FaceFinderMaker make, QObject *parent = nullptr);
    ~FaceLookout() override;

    /// At this part of the frame, when it is time for the next look. Returns at once. Any thread.
    void look(const FramePointer &frame, const Rect &part);
    /// What was seen is of another source. No signal comes of it any more.
    void forget();

  Q_SIGNALS:
    void changed(bool face);

  private:
    struct View {
        FramePointer frame;
        Rect part;
        std::uint64_t epoch = 0;
    };
    void run(const std::stop_token &stop);
    void tell(bool face, std::uint64_t epoch);

    FaceFinderMaker make_;
    std::mutex mutex_;
    Frame::Clock::time_point next_look_{}; ///< guarded by mutex_
    std::uint64_t epoch_ = 0;              ///< guarded by mutex_; grows when all is forgotten
    Latest<View> view_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace vitrine
