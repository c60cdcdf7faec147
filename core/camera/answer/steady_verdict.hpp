// A verdict that does not flicker.
#pragma once

#include "core/models/verdict.hpp"

#include <optional>

namespace vitrine {

/// What is said stays said for 1.2 s. Then another word takes its place only where it leads by a
/// clear margin, and a word loses its "very sure" or "fairly sure" only when it has fallen below
/// the threshold by one. The numbers of a verdict that stays are brought up to date as often.
class SteadyVerdict {
  public:
    static constexpr double hold_s = 1.2;
    static constexpr double lead = 0.08;         ///< by which another word must be ahead
    static constexpr double level_margin = 0.05; ///< below a threshold before confidence falls

    /// `fresh` from smoothed scores; `time_s` grows. Gives what is to be shown.
    [[nodiscard]] const Verdict &add(const Manifest &manifest, const Verdict &fresh, double time_s);
    /// The next verdict is shown at once.
    void restart() { shown_.reset(); }

  private:
    /// `fresh` with the word and the confidence that hysteresis leaves in place.
    [[nodiscard]] Verdict settled(const Manifest &manifest, const Verdict &fresh) const;

    std::optional<Verdict> shown_;
    double since_s_ = 0;
};

} // namespace vitrine
