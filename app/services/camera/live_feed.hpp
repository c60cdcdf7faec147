// A camera's pictures and what the model says of them, for a page.
#pragma once

#include "app/services/camera/camera_access.hpp"
#include "app/services/camera/camera_lister.hpp"
#include "app/services/camera/face_lookout.hpp"
#include "app/services/camera/rival.hpp"
#include "app/services/inference_thread.hpp"
#include "core/camera/answer/live_answer.hpp"
#include "core/camera/capture.hpp"

#include <QObject>
#include <QThreadPool>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

/// A reading with what was read, and by which model.
struct FeedReading {
    LiveReading reading;
    std::shared_ptr<const OpenedModel> model;
    double age_ms = 0;     ///< from the light to the answer
    double elapsed_ms = 0; ///< for fitting and classifying it
    FramePointer frame{};  ///< what was read
};

/// What the picture itself is like, whether or not a model looks at it.
struct PictureNews {
    PictureState state = PictureState::good;
    bool black = false; ///< the newest frame, long enough to be said or not
    bool operator==(const PictureNews &) const = default;
};

/// How many frames did not reach the screen or the model since open().
struct FeedCounts {
    std::uint64_t captured = 0;
    std::uint64_t dropped_before = 0; ///< by the driver, damaged, or without a buffer
    std::uint64_t not_shown = 0;      ///< replaced by a newer one before the GUI thread took them
    std::uint64_t not_classified = 0; ///< the model was still busy with an earlier one
};

/// Capture thread → newest frame → inference thread → newest reading → here. Whatever the GUI
/// thread is late for is replaced by what is newer; at most one event waits for it. What the model
/// has seen, a rival and the lookout for faces see after it. The capture thread glances at each
/// frame, so that a picture that went black or stands still is noticed without the model's help.
/// The capture is opened and closed on a thread of this object's own, one after the other, and
/// cameras are listed on another, so that nothing here waits for a driver. All members are called
/// on the GUI thread; signals come there.
class LiveFeed : public QObject {
    Q_OBJECT

  public:
    LiveFeed(InferenceThread &inference, CameraAccess access, QObject *parent = nullptr);
    ~LiveFeed() override; ///< waits for the source, but not for one that hangs (see Capture)

    void open(const SourceName &name); ///< what was open is closed first
    /// No signal comes of it any more; the source is closed soon.
    void close();
    [[nodiscard]] bool is_open() const { return current_ != nullptr; }
    /// Whether a camera or a stream is open in truth: also one that takes its time to close, or
    /// hangs in its driver.
    [[nodiscard]] bool camera_on() const;
    [[nodiscard]] FeedCounts counts() const;
    /// Answered with listed(). `afresh`: as in CameraList.
    void list(bool afresh);
    /// Whoever answers the same frames from now on; null: nobody.
    void set_rival(std::shared_ptr<Rival> rival);

  Q_SIGNALS:
    void framed(const vitrine::FramePointer &frame);
    void read(const vitrine::FeedReading &reading);
    void watched(const vitrine::PictureNews &news);
    void rival_read(const vitrine::RivalReading &reading);
    void face_changed(bool face);             ///< whether one fills what the model sees
    void failed(const vitrine::Error &error); ///< the model, not the camera
    void changed(const vitrine::CaptureNews &news);
    void listed(const std::vector<vitrine::CameraChoice> &cameras);
    void camera_on_changed();
    void closed(); ///< no camera is open any more

  private:
    struct Stream;
    struct OpenSources;
    class CountedSource;
    void deliver(const std::shared_ptr<Stream> &stream);

    InferenceThread &inference_;
    CameraAccess access_;
    std::shared_ptr<OpenSources> open_sources_;
    FaceLookout lookout_;
    std::shared_ptr<Rival> rival_;
    std::shared_ptr<Stream> current_;
    QThreadPool worker_; ///< one thread: opens and closes in the order asked for
    CameraLister lister_;
};

} // namespace vitrine
