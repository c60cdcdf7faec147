// A source of recorded pictures shows them at their own pace.
#pragma once

#include "core/camera/frame.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace vitrine {

/// Media time beside the clock. One thread.
class RealTime {
  public:
    using Seconds = std::chrono::duration<double>;

    /// This position is due now.
    void start(Seconds position) { zero_ = Frame::Clock::now() - rounded(position); }
    /// How far the clock is past this position; below 0: not yet due.
    [[nodiscard]] Seconds lateness(Seconds position) const {
        return Frame::Clock::now() - due(position);
    }
    [[nodiscard]] Frame::Clock::time_point due(Seconds position) const {
        return zero_ + rounded(position);
    }
    /// True when it is due; false after 100 ms at most, or when stop was requested.
    [[nodiscard]] bool wait_until_due(Seconds position, const std::stop_token &stop) {
        constexpr std::chrono::milliseconds a_while{100};
        const auto end = std::min(due(position), Frame::Clock::now() + a_while);
        std::unique_lock lock(mutex_);
        never_.wait_until(lock, stop, end, [] { return false; });
        return Frame::Clock::now() >= due(position);
    }

  private:
    static Frame::Clock::duration rounded(Seconds time) {
        return std::chrono::round<Frame::Clock::duration>(time);
    }
    Frame::Clock::time_point zero_{};
    std::mutex mutex_;
    std::condition_variable_any never_; ///< waited on for a time, or stop
};

} // namespace vitrine
