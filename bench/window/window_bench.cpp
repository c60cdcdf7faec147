// How quickly the window obeys a finger, and how smoothly it moves.
//
//   xvfb-run -a -s "-screen 0 1024x600x24" build/release/bin/window_bench [WIDTH HEIGHT]
//
// QT_QUICK_BACKEND=software takes the software renderer, QSG_RENDER_LOOP=basic with OpenGL
// (llvmpipe under Xvfb) the other path. Real pages, real plugin, the default model, real touch
// events. Prints one JSON object: milliseconds, medians with the 99th percentile; shares from 0
// to 1. A refresh is 16.7 ms, whatever the display.
#include "app/frame_pacing.hpp"
#include "app/supervision/watched_application.hpp"
#include "bench/window/visit.hpp"

#include <QJsonDocument>

#include <cstdio>
#include <ctime>

using namespace vitrine;

namespace {

using Clock = FrameClock::Clock;
constexpr int rounds = 12;
constexpr int openings = 60; // of a sheet, which slides in with 13 frames
constexpr double pace_limit_ms = 20.0;

QJsonObject measure(Visit &visit) {
    std::vector<double> taps;
    std::vector<double> answers;
    std::vector<double> themes;
    std::vector<double> work;
    std::vector<double> cpu;
    for (int round = 0; round < rounds; ++round) {
        visit.rest();
        static_cast<void>(visit.clock().take());
        const auto begun = Clock::now();
        taps.push_back(visit.tap(QStringLiteral("sample:%1").arg(round % 2)));
        if (!visit.answered())
            return {};
        answers.push_back(milliseconds(Clock::now() - begun));
        visit.rest();
        for (const FrameClock::Frame &frame : visit.clock().take()) {
            work.push_back(frame.work_ms);
            cpu.push_back(frame.cpu_ms);
        }
        const int before = visit.clock().count();
        const auto switched = Clock::now();
        visit.model().switchTheme();
        if (wait_for([&] { return visit.clock().count() > before; }, 1000))
            themes.push_back(milliseconds(visit.clock().last_shown() - switched));
    }
    return {{"tap_to_frame_ms", summary(taps)},
            {"tap_to_answer_ms", summary(answers)},
            {"theme_switch_ms", summary(themes)},
            {"frame_work_ms", summary(work)},
            {"frame_cpu_ms", summary(cpu)},
            {"frame_work_within_a_refresh", share_within(work, refresh_ms)}};
}

double processor_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

/// How evenly frames follow each other while something moves, and what that costs the processor.
void measure_motion(Visit &visit, QJsonObject &figures) {
    std::vector<double> work;
    std::vector<double> cpu;
    std::vector<double> intervals;
    double moved_ms = 0;
    double computed_ms = 0;
    for (int opening = 0; opening < openings; ++opening) {
        visit.rest();
        const int before = visit.clock().count();
        visit.touch(QStringLiteral("modelPill"));
        if (!wait_for([&] { return visit.clock().count() > before; }, 1000))
            return;
        static_cast<void>(visit.clock().take());
        const double computed_before = processor_ms();
        visit.rest();
        computed_ms += processor_ms() - computed_before;
        for (const FrameClock::Frame &frame : visit.clock().take()) {
            work.push_back(frame.work_ms);
            cpu.push_back(frame.cpu_ms);
            intervals.push_back(frame.interval_ms);
            moved_ms += frame.interval_ms;
        }
        visit.close_sheet();
    }
    figures.insert("motion_work_within_a_refresh", share_within(work, refresh_ms));
    figures.insert("motion_work_ms", summary(std::move(work)));
    figures.insert("motion_cpu_ms", summary(std::move(cpu)));
    figures.insert("frame_interval_within_20_ms", share_within(intervals, pace_limit_ms));
    figures.insert("frame_interval_ms", summary(std::move(intervals)));
    figures.insert("motion_processor_share", computed_ms / moved_ms);
}

/// What the window does while nothing moves and nobody touches it.
void measure_rest(Visit &visit, QJsonObject &figures) {
    constexpr int rest_ms = 5000;
    visit.rest();
    static_cast<void>(visit.clock().take());
    const double computed_before = processor_ms();
    wait(rest_ms);
    figures.insert("rest_processor_share", (processor_ms() - computed_before) / rest_ms);
    figures.insert("rest_frames", static_cast<int>(visit.clock().take().size()));
}

/// The Train page is made when it is first looked at; all else is there.
void measure_pages(Visit &visit, QJsonObject &figures) {
    constexpr int look_ms = 500;
    visit.rest();
    figures.insert("page_first_ms", visit.turn_to("train"));
    std::vector<double> turns;
    for (int round = 0; round < rounds; ++round) {
        wait(look_ms);
        turns.push_back(visit.turn_to(round % 2 == 0 ? "picture" : "train"));
    }
    figures.insert("page_switch_ms", summary(std::move(turns)));
}

} // namespace

int main(int argc, char *argv[]) {
    pace_frames();
    std::vector<double> stalls;
    const WatchedApplication application(argc, argv, [&stalls](const Stall &stall) {
        stalls.push_back(static_cast<double>(stall.held.count()));
    });
    prepare_application();
    QSize size(1024, 600);
    if (argc == 3)
        size = QSize(QByteArray(argv[1]).toInt(), QByteArray(argv[2]).toInt());
    Visit visit(size);
    if (!visit.get_ready()) {
        std::fputs("The window did not get ready.\n", stderr);
        return 1;
    }
    stalls.clear(); // of the start
    QJsonObject figures = measure(visit);
    measure_motion(visit, figures);
    measure_rest(visit, figures);
    measure_pages(visit, figures);
    figures.insert("held_over_50_ms", summary(std::move(stalls)));
    figures.insert("platform", QGuiApplication::platformName());
    figures.insert("width", size.width());
    figures.insert("height", size.height());
    std::puts(QJsonDocument(figures).toJson().constData());
    return figures.contains("frame_interval_ms") ? 0 : 1;
}
