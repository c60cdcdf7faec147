#include "core/training/run/step_planner.hpp"

#include "core/training/randomness.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace vitrine {

StepPlanner::StepPlanner(const Recipe &recipe, std::uint64_t seed, std::int64_t pictures,
                         std::int64_t batch)
    : recipe_(recipe), seed_(seed), pictures_(pictures), batch_(batch),
      steps_per_epoch_(vitrine::steps_per_epoch(recipe, pictures)) {}

Result<StepPlanner> StepPlanner::make(const Recipe &recipe, std::uint64_t seed,
                                      std::int64_t pictures) {
    if (recipe.drop_last && recipe.batch > pictures)
        return Error{"bad_recipe",
                     {"batch", fmt::format("{} is more than the {} training pictures, and part "
                                           "batches are left out (drop_last)",
                                           recipe.batch, pictures)}};
    return StepPlanner(recipe, seed, pictures, std::min<std::int64_t>(recipe.batch, pictures));
}

std::vector<StepPlan> StepPlanner::plan(std::int64_t first, std::int64_t count) {
    const auto epoch = static_cast<int>(first / steps_per_epoch_);
    if (epoch != epoch_) {
        order_ = epoch_order(seed_, epoch, static_cast<std::int32_t>(pictures_));
        epoch_ = epoch;
    }
    std::vector<StepPlan> plans;
    for (std::int64_t step = first; step < first + count; ++step) {
        const std::int64_t at = step % steps_per_epoch_ * batch_;
        const std::int64_t size = std::min(batch_, pictures_ - at);
        plans.push_back({epoch,
                         std::span<const std::int32_t>(order_).subspan(
                             static_cast<std::size_t>(at), static_cast<std::size_t>(size)),
                         learning_rates_at(recipe_.learning_rate, recipe_.schedule, step, total(),
                                           steps_per_epoch_)});
    }
    return plans;
}

} // namespace vitrine
