#include "bench/window/frame_clock.hpp"

#include <ctime>
#include <utility>

namespace vitrine {

FrameClock::FrameClock(QQuickWindow &window) {
    connect(
        &window, &QQuickWindow::afterAnimating, this,
        [this] {
            begun_ = Clock::now();
            begun_cpu_ms_ = thread_ms();
        },
        Qt::DirectConnection);
    connect(
        &window, &QQuickWindow::frameSwapped, this,
        [this] {
            using Milliseconds = std::chrono::duration<double, std::milli>;
            const Clock::time_point now = Clock::now();
            frames_.push_back({Milliseconds(now - begun_).count(), thread_ms() - begun_cpu_ms_,
                               count_ == 0 ? 0 : Milliseconds(now - shown_).count()});
            shown_ = now;
            ++count_;
            Q_EMIT shown();
        },
        Qt::DirectConnection);
}

double FrameClock::thread_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

std::vector<FrameClock::Frame> FrameClock::take() { return std::exchange(frames_, {}); }

} // namespace vitrine
