// How learning rates move over a run.
#pragma once

#include "core/training/training_spec.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine {

/// A factor on each group's learning rate, as a function of the step. Lengths are in epochs and
/// may be broken numbers.
struct ScheduleSpec {
    enum class Kind : std::uint8_t {
        constant,  ///< 1
        step,      ///< times `step_factor` at each of `milestones`
        linear,    ///< from 1 in a straight line to 0 at the end
        cosine,    ///< (1 + cos(π·t)) / 2 (I. Loshchilov, F. Hutter, arXiv 1608.03983), to `end`
        one_cycle, ///< cosine from `start` up to 1 at the end of the warm-up, cosine down to `end`
                   ///< (L. Smith, N. Topin, arXiv 1708.07120, with PyTorch's cosine form)
        trapezoid, ///< 1, then in a straight line to `end` over the last `cooldown` epochs
    } kind = Kind::constant;
    /// Over so many epochs at the start the factor rises in a straight line from `start` to 1 (in
    /// one_cycle along a cosine); linear, cosine and one_cycle are squeezed into the rest.
    double warm_up = 0;
    double start = 0; ///< 0 to 1; without warm-up it means nothing
    double end = 0;   ///< 0 to 1; cosine, one_cycle, trapezoid
    double cooldown = 0;
    std::vector<double> milestones{}; ///< rising
    double step_factor = 0.1;
    bool operator==(const ScheduleSpec &) const = default;
};

/// The factor before step `step` (from 0) of `total` steps. 1 where total is not positive;
/// `end`'s value from `total` on. With a warm-up of w steps, step s < w gets
/// start + (1 − start)·(s + 1) / (w + 1), so that no step stands still.
[[nodiscard]] double schedule_factor(const ScheduleSpec &schedule, std::int64_t step,
                                     std::int64_t total, std::int64_t steps_per_epoch);

struct LearningRates {
    PerGroup base{}; ///< at factor 1
    /// A group that learns for so many epochs only: its schedule runs over these, then it stands
    /// still.
    std::array<std::optional<double>, parameter_group_count> until_epoch{};
    bool operator==(const LearningRates &) const = default;
};

/// Every group's learning rate in step `step` (from 0) of `total`.
[[nodiscard]] PerGroup learning_rates_at(const LearningRates &rates, const ScheduleSpec &schedule,
                                         std::int64_t step, std::int64_t total,
                                         std::int64_t steps_per_epoch);

} // namespace vitrine
