// How quickly the window obeys a finger, and how smoothly it moves.
//
//   xvfb-run -a -s "-screen 0 1024x600x24" build/release/bin/window_bench [WIDTH HEIGHT]
//
// QT_QUICK_BACKEND=software takes the software renderer, QSG_RENDER_LOOP=basic with OpenGL
// (llvmpipe under Xvfb) the other path. Real pages, real plugin, the default model, real touch
// events. Prints one JSON object: milliseconds, medians with the 99th percentile; shares from 0
// to 1. A refresh is 16.7 ms, whatever the display.
#include "app/window_stage.hpp"
#include "bench/window/frame_clock.hpp"
#include "tests/app/window/find_item.hpp"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace vitrine;

namespace {

using Clock = FrameClock::Clock;
constexpr double refresh_ms = 1000.0 / 60.0;
constexpr int patience_ms = 60'000;
constexpr int rounds = 12;

double milliseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

QJsonObject summary(std::vector<double> values) {
    std::ranges::sort(values);
    if (values.empty())
        return {};
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    return {{"count", static_cast<int>(values.size())},
            {"median", at(0.5)},
            {"p99", at(0.99)},
            {"worst", values.back()}};
}

/// A window with a finger before it.
class Visit {
  public:
    explicit Visit(QSize size)
        : stage_(library_provider({}), WindowWishes{"en", {}, {}}, folder_.filePath("settings")) {
        stage_.window()->resize(size);
        stage_.show(false);
        clock_ = std::make_unique<FrameClock>(*stage_.window());
        finger_ = QTest::createTouchDevice();
    }

    bool get_ready() {
        return QTest::qWaitFor([&] { return stage_.model().readiness() == WindowModel::Ready; },
                               patience_ms);
    }
    WindowModel &model() { return stage_.model(); }
    FrameClock &clock() { return *clock_; }

    /// Milliseconds from the finger's touching to the next frame on the screen, then lifts it.
    double tap(const QString &name) {
        const QQuickItem *item = find_item(*stage_.window(), name);
        const QPoint at = item->mapToScene(item->boundingRect().center()).toPoint();
        const auto touched = Clock::now();
        const int before = clock_->count();
        QTest::touchEvent(stage_.window(), finger_).press(0, at);
        const bool shown = QTest::qWaitFor([&] { return clock_->count() > before; }, 1000);
        const double waited = shown ? milliseconds(clock_->last_shown() - touched) : 1000.0;
        QTest::touchEvent(stage_.window(), finger_).release(0, at);
        return waited;
    }

    /// Waits until no frame has come for three refreshes.
    void rest() {
        int seen = -1;
        while (seen != clock_->count()) {
            seen = clock_->count();
            QTest::qWait(static_cast<int>(3 * refresh_ms));
        }
    }

    void close_sheet() { QTest::keyClick(stage_.window(), Qt::Key_Escape); }

    bool answered() {
        return QTest::qWaitFor(
            [&] { return stage_.model().picture_page()->state() == PicturePage::Answered; },
            patience_ms);
    }

  private:
    QTemporaryDir folder_;
    WindowStage stage_;
    std::unique_ptr<FrameClock> clock_;
    QPointingDevice *finger_ = nullptr;
};

/// Share of the moving frames that took no longer than `limit`.
double share_within(const std::vector<double> &values, double limit) {
    const auto within = std::ranges::count_if(values, [&](double value) { return value <= limit; });
    return values.empty() ? 0.0 : static_cast<double>(within) / static_cast<double>(values.size());
}

QJsonObject measure(Visit &visit) {
    std::vector<double> taps;
    std::vector<double> answers;
    std::vector<double> themes;
    std::vector<double> work;
    std::vector<double> intervals;
    for (int round = 0; round < rounds; ++round) {
        visit.rest();
        static_cast<void>(visit.clock().take());
        const auto begun = Clock::now();
        taps.push_back(visit.tap(QStringLiteral("sample:%1").arg(round % 2)));
        if (!visit.answered())
            return {};
        answers.push_back(milliseconds(Clock::now() - begun));
        visit.rest();
        for (const FrameClock::Frame &frame : visit.clock().take())
            work.push_back(frame.work_ms);
        static_cast<void>(visit.tap(QStringLiteral("modelPill"))); // a sheet slides in
        const int before_motion = visit.clock().count();
        if (!QTest::qWaitFor([&] { return visit.clock().count() > before_motion; }, 1000))
            return {};
        static_cast<void>(visit.clock().take());
        visit.rest();
        for (const FrameClock::Frame &frame : visit.clock().take()) {
            work.push_back(frame.work_ms);
            intervals.push_back(frame.interval_ms);
        }
        visit.close_sheet();
        visit.rest();
        const int before = visit.clock().count();
        const auto switched = Clock::now();
        visit.model().switchTheme();
        if (QTest::qWaitFor([&] { return visit.clock().count() > before; }, 1000))
            themes.push_back(milliseconds(visit.clock().last_shown() - switched));
    }
    return {{"tap_to_frame_ms", summary(taps)},
            {"tap_to_answer_ms", summary(answers)},
            {"theme_switch_ms", summary(themes)},
            {"frame_work_ms", summary(work)},
            {"frame_work_within_a_refresh", share_within(work, refresh_ms)},
            {"frame_interval_ms", summary(intervals)},
            {"frame_interval_within_20_ms", share_within(intervals, 20.0)}};
}

} // namespace

int main(int argc, char *argv[]) {
    const QGuiApplication application(argc, argv);
    prepare_application();
    QSize size(1024, 600);
    if (argc == 3)
        size = QSize(QByteArray(argv[1]).toInt(), QByteArray(argv[2]).toInt());
    Visit visit(size);
    if (!visit.get_ready()) {
        std::fputs("The window did not get ready.\n", stderr);
        return 1;
    }
    QJsonObject figures = measure(visit);
    figures.insert("platform", QGuiApplication::platformName());
    figures.insert("width", size.width());
    figures.insert("height", size.height());
    std::puts(QJsonDocument(figures).toJson().constData());
    return figures.contains("frame_work_ms") ? 0 : 1;
}
