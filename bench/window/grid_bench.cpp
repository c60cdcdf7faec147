// How smoothly a grid of many pictures scrolls, and what it takes of memory.
//
//   xvfb-run -a -s "-screen 0 1024x600x24" build/release/bin/grid_bench [COUNT [WIDTH HEIGHT]]
//
// COUNT (10,000) photos of 640 x 480 are made, opened in the grid, and flicked through: while the
// model works through them on all cores, sorted by how sure it is (so that they keep moving), and
// once it has been stopped. Prints one JSON object; milliseconds, megabytes. See window_bench.cpp
// for the renderers.
#include "bench/window/visit.hpp"

#include <QGuiApplication>
#include <QImage>
#include <QJsonDocument>
#include <QPainter>

#include <cstdio>

using namespace vitrine;

namespace {

constexpr int flicks = 20;
constexpr double longest_frame_ms = 33.0;
constexpr int patience_ms = 60'000;

bool make_pictures(const QString &folder, int count) {
    QImage image(640, 480, QImage::Format_RGB32);
    for (int i = 0; i < count; ++i) {
        image.fill(QColor::fromHsv(i * 37 % 360, 160, 220));
        QPainter painter(&image);
        painter.setBrush(QColor::fromHsv(i * 61 % 360, 200, 120));
        painter.drawEllipse(QPoint(i * 13 % 640, i * 29 % 480), 90 + i % 70, 60 + i % 90);
        painter.end();
        if (!image.save(QStringLiteral("%1/%2.jpg").arg(folder).arg(i, 6, 10, QChar(u'0'))))
            return false;
    }
    return true;
}

/// Flicks down through the grid, and up again.
QJsonObject scroll(Visit &visit) {
    const QSize size = visit.window().size();
    const QPoint low(size.width() / 2, size.height() * 3 / 4);
    const QPoint high(size.width() / 2, size.height() / 4);
    static_cast<void>(visit.clock().take());
    for (int i = 0; i < flicks; ++i) {
        const bool down = i < 2 * flicks / 3;
        visit.flick(down ? low : high, down ? high : low, 6);
        wait(400);
    }
    std::vector<double> work;
    std::vector<double> cpu;
    for (const FrameClock::Frame &frame : visit.clock().take()) {
        work.push_back(frame.work_ms);
        cpu.push_back(frame.cpu_ms);
    }
    return {{"frame_work_ms", summary(work)},
            {"frame_cpu_ms", summary(cpu)},
            {"within_a_refresh", share_within(work, refresh_ms)},
            {"within_33_ms", share_within(work, longest_frame_ms)},
            {"memory_mb", memory_mb("VmRSS")}};
}

} // namespace

int main(int argc, char *argv[]) {
    const QGuiApplication application(argc, argv);
    prepare_application();
    const int count = argc > 1 ? QByteArray(argv[1]).toInt() : 10'000;
    const QSize size = argc > 3 ? QSize(QByteArray(argv[2]).toInt(), QByteArray(argv[3]).toInt())
                                : QSize(1024, 600);
    const QTemporaryDir folder;
    if (!make_pictures(folder.path(), count)) {
        std::fputs("The pictures could not be made.\n", stderr);
        return 1;
    }
    Visit visit(size);
    if (!visit.get_ready()) {
        std::fputs("The window did not get ready.\n", stderr);
        return 1;
    }
    QJsonObject figures{{"platform", QGuiApplication::platformName()},
                        {"width", size.width()},
                        {"height", size.height()},
                        {"pictures", count},
                        {"memory_before_mb", memory_mb("VmRSS")}};
    PictureGrid &grid = *visit.model().picture_grid();
    visit.model().open_paths({folder.path()});
    if (!wait_for([&] { return grid.rowCount() == count; }, patience_ms)) {
        std::fputs("The folder was not listed.\n", stderr);
        return 1;
    }
    figures.insert("while_computing", scroll(visit));
    grid.set_order(PictureGrid::BySureness);
    figures.insert("while_sorting", scroll(visit));
    grid.cancel();
    figures.insert("at_rest", scroll(visit));
    figures.insert("memory_most_mb", memory_mb("VmHWM"));
    std::puts(QJsonDocument(figures).toJson().constData());
    return 0;
}
