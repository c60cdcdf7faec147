// The options of vitrine train, and what follows from them.
#pragma once

#include "app/commands/compute_arguments.hpp"
#include "core/training/recipe/recipe.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// As written on the command line.
struct TrainArguments {
    ComputeArguments compute;
    std::string recipe; ///< a name or a file; empty: what suits the data
    std::string data;   ///< empty: the pictures on board
    std::string out;
    std::optional<int> epochs;
    std::optional<std::uint64_t> seed;
    bool resume = false;
    std::vector<std::string> probe;
    std::string leave_out; ///< a file with a picture's name a line; empty: all are used
    std::string events;    ///< "-": on standard output
    std::string failure;   ///< a file for what ended it before its first event; empty: none
    std::string reading;   ///< a file for how many pictures were read; empty: none
    bool measure = false;  ///< how long it would take, instead of training
};

/// What is trained on what.
struct TrainPlan {
    Recipe recipe;
    std::filesystem::path data;
    std::uint64_t seed = 0;
    /// Instead of what the recipe makes of the number of pictures (see stretched()).
    std::optional<int> epochs{};
    std::vector<std::string> leave_out{}; ///< see DataOptions
    ComputeLimits limits{};               ///< of the run that is resumed
};

/// With --resume, what is not named comes from the run's run.json. Errors: no_such_recipe (name,
/// known names), those of read_recipe() and read_file(), nothing_to_resume (folder).
[[nodiscard]] Result<TrainPlan> plan_training(const TrainArguments &arguments);

/// The recipe as it is for so many training pictures. Errors: bad_recipe (epochs).
[[nodiscard]] Result<Recipe> recipe_for(const TrainPlan &plan, std::int64_t pictures);

/// Weights of the recipe's start_from, without the last layer where it knows other classes, or the
/// same in another order; empty where it names none. class_names: of the data. Errors: those of
/// find_model() and read_model(), bad_recipe.
[[nodiscard]] Result<TensorMap> starting_weights(const Recipe &recipe,
                                                 const std::vector<std::string> &class_names);

} // namespace vitrine
