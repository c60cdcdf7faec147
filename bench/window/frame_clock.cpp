#include "bench/window/frame_clock.hpp"

#include <utility>

namespace vitrine {

FrameClock::FrameClock(QQuickWindow &window) {
    connect(
        &window, &QQuickWindow::afterAnimating, this, [this] { begun_ = Clock::now(); },
        Qt::DirectConnection);
    connect(
        &window, &QQuickWindow::frameSwapped, this,
        [this] {
            using Milliseconds = std::chrono::duration<double, std::milli>;
            const Clock::time_point now = Clock::now();
            frames_.push_back({Milliseconds(now - begun_).count(),
                               count_ == 0 ? 0 : Milliseconds(now - shown_).count()});
            shown_ = now;
            ++count_;
            Q_EMIT shown();
        },
        Qt::DirectConnection);
}

std::vector<FrameClock::Frame> FrameClock::take() { return std::exchange(frames_, {}); }

} // namespace vitrine
