// An old run, told again from its beginning.
#pragma once

#include "app/training/run_news.hpp"

#include <cstddef>

namespace vitrine {

/// Gives a finished record's news in the order and at the times in which they once came.
class RunReplay {
  public:
    explicit RunReplay(RunRecord record);

    /// What came in the next so many seconds of training; the first call begins anew.
    [[nodiscard]] RunNews advance(double seconds);
    [[nodiscard]] bool done() const { return time_s_ >= length_s_; }
    [[nodiscard]] double length_s() const { return length_s_; }
    [[nodiscard]] double progress() const { return length_s_ > 0 ? time_s_ / length_s_ : 1; }

  private:
    RunRecord record_;
    double length_s_ = 0;
    double time_s_ = 0;
    std::size_t steps_ = 0, epochs_ = 0, probes_ = 0; ///< told so far
    bool begun_ = false;
};

} // namespace vitrine
