// When a visit begins and ends.
#pragma once

#include <chrono>

namespace vitrine {

/// Attract → a touch → Visit → still for `idle` → Countdown → a touch → Visit, or still for
/// `countdown` → Attract. Knows no timer: whoever owns it brings the time, which must not go back.
class VisitClock {
  public:
    using Time = std::chrono::milliseconds; ///< since any fixed moment
    enum class Phase { attract, visit, countdown };

    VisitClock(Time idle, Time countdown) : idle_(idle), countdown_(countdown) {}

    void set_lengths(Time idle, Time countdown) {
        idle_ = idle;
        countdown_ = countdown;
    }
    void touch(Time now) {
        last_touch_ = now;
        phase_ = Phase::visit;
    }
    void end() { phase_ = Phase::attract; }
    Phase advance(Time now) {
        if (phase_ == Phase::attract)
            return phase_;
        const Time still = now - last_touch_;
        phase_ = still < idle_                ? Phase::visit
                 : still < idle_ + countdown_ ? Phase::countdown
                                              : Phase::attract;
        return phase_;
    }
    [[nodiscard]] Phase phase() const { return phase_; }
    /// Whole seconds of the countdown that are left, the one that runs included.
    [[nodiscard]] int seconds_left(Time now) const {
        return static_cast<int>(
            std::chrono::ceil<std::chrono::seconds>(last_touch_ + idle_ + countdown_ - now)
                .count());
    }

  private:
    Time idle_;
    Time countdown_;
    Time last_touch_{0};
    Phase phase_ = Phase::attract;
};

} // namespace vitrine
