// What a frame costs the thread that shows it.
#pragma once

#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QPointF>
#include <QQuickWindow>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

namespace vitrine {

inline constexpr int series_count = 4;
inline constexpr int points_held = 1'000'000; ///< in each series, unless a number is given
inline constexpr int points_a_frame = 1'000;  ///< in each series
inline constexpr int unmeasured = 3;          ///< frames at the beginning
inline constexpr int refresh_ms = 16;
inline constexpr QSize chart_size(1000, 600);

/// Noisy, falling curves; the same for whoever draws them.
class NoisyPoints {
  public:
    explicit NoisyPoints(int series)
        : offset_(series * 0.2), random_(static_cast<unsigned>(series)) {}

    /// What a run of `frames` frames will be given, made beforehand.
    std::vector<QList<QPointF>> blocks(int frames) {
        std::vector<QList<QPointF>> blocks;
        for (int frame = 0; frame < frames + unmeasured + 2; ++frame)
            blocks.push_back(take(points_a_frame));
        return blocks;
    }

    QList<QPointF> take(int count) {
        QList<QPointF> points;
        points.reserve(count);
        for (int i = 0; i < count; ++i, ++taken_)
            points.append({static_cast<double>(taken_),
                           offset_ + 2 * std::exp(-taken_ / 4e5) + noise_(random_)});
        return points;
    }

  private:
    int taken_ = 0;
    double offset_;
    std::mt19937 random_;
    std::normal_distribution<double> noise_{0, 0.1};
};

inline double milliseconds_of_this_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Once a refresh: lets `add_points` have new ones taken and asks for a frame; adds up the GUI
/// thread's processor time from one refresh to the next: points, layout, drawing, handing over (the
/// software renderer and the basic loop draw on that thread). Prints one JSON object and ends the
/// event loop. The first frames, which set things up, do not count.
inline int measure_frames(const char *name, QQuickWindow &window, int frames, int held,
                          const std::function<void(std::size_t frame)> &add_points) {
    std::vector<double> costs;
    double begun = 0;
    std::size_t frame = 0;
    int shown = 0;
    QTimer clock;
    QObject::connect(&window, &QQuickWindow::frameSwapped, &clock, [&] { ++shown; });
    QObject::connect(&clock, &QTimer::timeout, &clock, [&] {
        const double now = milliseconds_of_this_thread();
        if (begun > 0)
            costs.push_back(now - begun);
        begun = now;
        if (std::ssize(costs) == frames + unmeasured)
            QCoreApplication::quit();
        add_points(frame++);
        window.update();
    });
    clock.start(refresh_ms);
    QCoreApplication::exec();
    costs.erase(costs.begin(), costs.begin() + unmeasured);
    std::ranges::sort(costs);
    const auto at = [&](double share) {
        return costs[static_cast<std::size_t>(share * static_cast<double>(costs.size() - 1))];
    };
    const QJsonObject figures{{"chart", name},
                              {"platform", QGuiApplication::platformName()},
                              {"frames", frames},
                              {"frames_shown", shown},
                              {"points_held", series_count * held},
                              {"points_a_frame", series_count * points_a_frame},
                              {"gui_thread_ms_median", at(0.5)},
                              {"gui_thread_ms_p99", at(0.99)}};
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace vitrine
