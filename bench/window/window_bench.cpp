// How quickly the window obeys a finger, and how smoothly it moves.
//
//   xvfb-run -a -s "-screen 0 1024x600x24" build/release/bin/window_bench [WIDTH HEIGHT]
//
// QT_QUICK_BACKEND=software takes the software renderer, QSG_RENDER_LOOP=basic with OpenGL
// (llvmpipe under Xvfb) the other path. Real pages, real plugin, the default model, real touch
// events. Prints one JSON object: milliseconds, medians with the 99th percentile; shares from 0
// to 1. A refresh is 16.7 ms, whatever the display.
#include "bench/window/visit.hpp"

#include <QGuiApplication>
#include <QJsonDocument>

#include <cstdio>

using namespace vitrine;

namespace {

using Clock = FrameClock::Clock;
constexpr int rounds = 12;

QJsonObject measure(Visit &visit) {
    std::vector<double> taps;
    std::vector<double> answers;
    std::vector<double> themes;
    std::vector<double> work;
    std::vector<double> cpu;
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
        for (const FrameClock::Frame &frame : visit.clock().take()) {
            work.push_back(frame.work_ms);
            cpu.push_back(frame.cpu_ms);
        }
        static_cast<void>(visit.tap(QStringLiteral("modelPill"))); // a sheet slides in
        const int before_motion = visit.clock().count();
        if (!QTest::qWaitFor([&] { return visit.clock().count() > before_motion; }, 1000))
            return {};
        static_cast<void>(visit.clock().take());
        visit.rest();
        for (const FrameClock::Frame &frame : visit.clock().take()) {
            work.push_back(frame.work_ms);
            cpu.push_back(frame.cpu_ms);
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
            {"frame_cpu_ms", summary(cpu)},
            {"frame_work_within_a_refresh", share_within(work, refresh_ms)},
            {"frame_interval_ms", summary(intervals)},
            {"frame_interval_within_20_ms", share_within(intervals, 20.0)}};
}

/// The Train page is made when it is first looked at; all else is there.
void measure_pages(Visit &visit, QJsonObject &figures) {
    constexpr int look_ms = 500;
    visit.rest();
    figures.insert("page_first_ms", visit.turn_to("train"));
    std::vector<double> turns;
    for (int round = 0; round < rounds; ++round) {
        QTest::qWait(look_ms);
        turns.push_back(visit.turn_to(round % 2 == 0 ? "picture" : "train"));
    }
    figures.insert("page_switch_ms", summary(std::move(turns)));
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
    measure_pages(visit, figures);
    figures.insert("platform", QGuiApplication::platformName());
    figures.insert("width", size.width());
    figures.insert("height", size.height());
    std::puts(QJsonDocument(figures).toJson().constData());
    return figures.contains("frame_work_ms") ? 0 : 1;
}
