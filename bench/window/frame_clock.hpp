// When the frames of a window are made and shown.
#pragma once

#include <QObject>
#include <QQuickWindow>

#include <chrono>
#include <vector>

namespace vitrine {

/// Watches a window whose frames are rendered on the GUI thread (the software renderer, the basic
/// render loop). Lives on that thread.
class FrameClock : public QObject {
    Q_OBJECT

  public:
    using Clock = std::chrono::steady_clock;
    struct Frame {
        double work_ms = 0;     ///< from animations advanced to frame handed over
        double cpu_ms = 0;      ///< what the GUI thread computed of that time
        double interval_ms = 0; ///< since the frame before it was handed over
    };

    explicit FrameClock(QQuickWindow &window);

    /// Frames since the last call. The first of them has an interval only where one went before.
    [[nodiscard]] std::vector<Frame> take();
    [[nodiscard]] Clock::time_point last_shown() const { return shown_; }
    [[nodiscard]] int count() const { return count_; }

  Q_SIGNALS:
    void shown();

  private:
    [[nodiscard]] static double thread_ms(); ///< processor time of this thread

    Clock::time_point begun_;
    double begun_cpu_ms_ = 0;
    Clock::time_point shown_;
    int count_ = 0;
    std::vector<Frame> frames_;
};

} // namespace vitrine
