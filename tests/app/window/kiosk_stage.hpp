// A window in kiosk mode for tests: the real pages, touched, with a clock that the test turns and a
// staff code of its own.
#pragma once

#include "app/window_stage.hpp"
#include "tests/app/window/watched_test.hpp"

#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <memory>
#include <vector>

namespace vitrine {

/// A visit counts as long as Settings says by default: 60 s and a countdown of 10 s. The staff's
/// code is 4711; the pictures are one of red and one of blue.
class KioskStage {
  public:
    static constexpr int patience_ms = 20'000;

    /// For initTestCase(), init() and cleanup(). The last fails where the window stood still.
    void prepare();
    void set_up();
    void tear_down();

    void open(); ///< the window anew, as after a restart of the program
    [[nodiscard]] QQuickItem *item(const QString &name) const; ///< null when there is none
    [[nodiscard]] bool shows(const QString &name) const;
    /// Waits for it, and scrolls to it.
    [[nodiscard]] QPoint middle_of(const QString &name);
    void touch(const QString &name) { tap(middle_of(name)); }
    void tap(QPoint at);
    void begin(); ///< a visit
    void wait_out(std::chrono::milliseconds time);
    void end_visit(); ///< by waiting
    void hold_corner();
    void enter(const QString &code);
    void unlock(); ///< a visit, the corner, and the code
    /// Every file's name and content, but the counts.
    [[nodiscard]] QByteArray files() const;

    [[nodiscard]] KioskModel &kiosk() { return *stage_->model().kiosk(); }
    [[nodiscard]] PicturePage &page() { return *stage_->model().picture_page(); }

  protected:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowStage> stage_;
    std::chrono::milliseconds now_{1'000'000};
    QPointingDevice *finger_ = nullptr;
};

[[nodiscard]] inline QString text_of(const QQuickItem *item) {
    return item == nullptr ? QString() : item->property("text").toString();
}

} // namespace vitrine
