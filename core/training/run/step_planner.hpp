// Which pictures and which learning rates each step gets.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/training/recipe/recipe.hpp"

#include <cstdint>
#include <vector>

namespace vitrine {

class StepPlanner {
  public:
    /// pictures: of the training set. Errors: bad_recipe (batch): larger than the training set,
    /// where part batches are dropped.
    [[nodiscard]] static Result<StepPlanner> make(const Recipe &recipe, std::uint64_t seed,
                                                  std::int64_t pictures);

    [[nodiscard]] std::int64_t steps_per_epoch() const { return steps_per_epoch_; }
    [[nodiscard]] std::int64_t total() const { return steps_per_epoch_ * recipe_.epochs; }
    /// Steps first … first + count − 1 (from 0), all in one epoch. Their batches live until the
    /// next call.
    [[nodiscard]] std::vector<StepPlan> plan(std::int64_t first, std::int64_t count);

  private:
    StepPlanner(const Recipe &recipe, std::uint64_t seed, std::int64_t pictures,
                std::int64_t batch);

    Recipe recipe_;
    std::uint64_t seed_;
    std::int64_t pictures_;
    std::int64_t batch_;
    std::int64_t steps_per_epoch_;
    int epoch_ = -1; ///< whose order is in order_
    std::vector<std::int32_t> order_;
};

} // namespace vitrine
