// Scores that change calmly.
#pragma once

#include "core/models/verdict.hpp"

namespace vitrine {

/// A mean of what was seen that forgets: what lies one time constant back counts 1/e as much. The
/// weights come from the frames' times, so thirty frames a second and three give the same course.
class ScoreSmoother {
  public:
    static constexpr double time_constant_s = 0.5;

    /// `time_s` grows from call to call. Scores without probabilities leave all as it was; another
    /// number of classes begins anew. Whether the picture is like none of the classes is smoothed
    /// too, and turns only when it is clear (above 0.6, below 0.4).
    [[nodiscard]] const Scores &add(const Scores &scores, double time_s);
    void restart() { smoothed_.probabilities.clear(); }

  private:
    Scores smoothed_{};
    double rejected_share_ = 0;
    double last_s_ = 0;
};

} // namespace vitrine
