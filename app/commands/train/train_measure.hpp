// How long a training would take on this machine.
#pragma once

#include "core/data/training/training_data.hpp"
#include "core/training/recipe/recipe.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

namespace vitrine {

using SessionOpener =
    std::function<Result<std::unique_ptr<TrainingSession>>(const DatasetView &training)>;

/// Takes a few steps on a part of the pictures, for some seconds, and reckons from them: {"seconds"
/// (of the whole run, loading included), "images_per_second", "epochs", "steps",
/// "training_pictures"}. Errors: those of StepPlanner::make() and TrainingSession.
[[nodiscard]] Result<nlohmann::ordered_json>
measure_training(const Recipe &recipe, const TrainingData &data, const SessionOpener &open);

} // namespace vitrine
