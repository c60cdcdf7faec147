// How fast a run goes, and so how long it still takes.
#pragma once

#include <cstdint>

namespace vitrine {

class Pace {
  public:
    void add_steps(std::int64_t steps, double seconds) {
        // The first block warms caches and memory up: it tells little.
        if (!warm_) {
            warm_ = true;
            guess_ = seconds / static_cast<double>(steps);
            return;
        }
        steps_ += steps;
        step_seconds_ += seconds;
    }
    void add_epoch_end(double seconds) {
        ++ends_;
        end_seconds_ += seconds;
    }
    [[nodiscard]] double seconds_a_step() const {
        return steps_ > 0 ? step_seconds_ / static_cast<double>(steps_) : guess_;
    }
    /// `test_share`: how the work of an epoch's test compares with that of a step, until one has
    /// been seen.
    [[nodiscard]] double seconds_left(std::int64_t steps, std::int64_t epoch_ends,
                                      double test_share) const {
        const double end =
            ends_ > 0 ? end_seconds_ / static_cast<double>(ends_) : test_share * seconds_a_step();
        return static_cast<double>(steps) * seconds_a_step() +
               static_cast<double>(epoch_ends) * end;
    }

  private:
    bool warm_ = false;
    double guess_ = 0;
    std::int64_t steps_ = 0, ends_ = 0;
    double step_seconds_ = 0, end_seconds_ = 0;
};

} // namespace vitrine
