// What the benches of the window share: a visitor with a finger, and figures as JSON.
#pragma once

#include "app/window_stage.hpp"
#include "bench/window/frame_clock.hpp"
#include "tests/app/window/find_item.hpp"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine {

inline constexpr double refresh_ms = 1000.0 / 60.0;

[[nodiscard]] double milliseconds(FrameClock::Clock::duration duration);

/// {"count", "median", "p99", "worst"}; empty where there are no values.
[[nodiscard]] QJsonObject summary(std::vector<double> values);

/// VmRSS or VmHWM of this process, in MB.
[[nodiscard]] double memory_mb(const std::string &field);

/// The share of the values that are no larger than `limit`, 0 to 1.
[[nodiscard]] double share_within(const std::vector<double> &values, double limit);

/// Handles events until `condition` holds; false when it has not within `limit_ms`. Waits in the
/// event loop, as the program does: QTest::qWaitFor() sleeps 10 ms at a time, and the frames with
/// it.
bool wait_for(const std::function<bool()> &condition, int limit_ms);
/// Handles events for as long.
void wait(double ms);

/// A window with the real plugin and the default model, and a finger before it.
class Visit {
  public:
    explicit Visit(QSize size);

    /// False when no model opens within a minute.
    [[nodiscard]] bool get_ready();
    [[nodiscard]] WindowModel &model() { return stage_.model(); }
    [[nodiscard]] QQuickWindow &window() { return *stage_.window(); }
    [[nodiscard]] FrameClock &clock() { return *clock_; }

    /// Milliseconds from the finger's touching to the next frame on the screen, then lifts it.
    double tap(const QString &name);
    /// Touches and lifts, and waits for nothing.
    void touch(const QString &name);
    /// Milliseconds from the finger's leaving a tab of the rail to the first frame of its page.
    double turn_to(const QString &page);
    /// Draws the finger over the window in steps of a refresh, and lifts it while it moves.
    void flick(QPoint from, QPoint to, int steps);
    /// Waits until no frame has come for three refreshes.
    void rest();
    void close_sheet() { QTest::keyClick(stage_.window(), Qt::Key_Escape); }
    /// False when the picture has no answer within a minute.
    [[nodiscard]] bool answered();

  private:
    [[nodiscard]] QPoint middle_of(const QString &name) const;

    QTemporaryDir folder_;
    WindowStage stage_;
    std::unique_ptr<FrameClock> clock_;
    QPointingDevice *finger_ = nullptr;
};

} // namespace vitrine
