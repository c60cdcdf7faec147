// A training recipe: everything that decides what a run does, but the data and the seed.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"
#include "core/training/schedule.hpp"
#include "core/training/training_spec.hpp"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

struct Recipe {
    static constexpr int current_schema = 1;
    std::string name;
    Phrase title;
    /// `classes` comes from the data set (see training_spec()).
    Architecture architecture;
    InputRule input;
    OptimiserSpec optimiser;
    LearningRates learning_rate;
    ScheduleSpec schedule;
    LossSpec loss;
    AugmentationSpec augmentation;
    std::optional<double> averaging_decay{};
    int epochs = 1;
    /// On small data an epoch has few steps, and a network learns by steps: then so many epochs
    /// more that there are at least as many steps (see stretched()). 0: as many epochs as it says.
    int least_steps = 0;
    int batch = 128;
    /// A last batch that is not full is left out; else it is taken as it is.
    bool drop_last = false;
    /// How the final figure is taken a second time; the plain one is always reported.
    Views views = Views::plain;
    /// A model, by name or path, whose weights training starts from; empty: from new weights.
    std::string start_from;
    bool freeze_backbone = false;
    /// Also writes log.txt, acc.txt, best_acc.txt and net_NNN.pth.
    bool tutorial_files = false;
    bool operator==(const Recipe &) const = default;
};

/// Strict: every field has its type and range, and unknown ones are refused. assets/recipes/
/// recipe.schema.json describes the same for editors. Errors: bad_recipe (field, reason),
/// newer_schema (found, known).
[[nodiscard]] Result<Recipe> parse_recipe(std::string_view json);
/// Errors: those of parse_recipe() and read_file().
[[nodiscard]] Result<Recipe> read_recipe(const std::filesystem::path &path);
/// All fields written out; parse_recipe() takes it back.
[[nodiscard]] nlohmann::ordered_json to_json(const Recipe &recipe);

/// How many steps an epoch of so many training pictures has.
[[nodiscard]] std::int64_t steps_per_epoch(const Recipe &recipe, std::int64_t pictures);

/// The recipe for so many training pictures: with as many epochs as least_steps asks for, and
/// lengths in epochs (schedule, until_epoch) longer in the same measure, so that the learning rates
/// take the same course over the run. What comes out has its least_steps already.
[[nodiscard]] Recipe stretched(Recipe recipe, std::int64_t pictures);

/// What a session is opened with. `weights`: those of `start_from`, where it names a model.
[[nodiscard]] TrainingSpec training_spec(const Recipe &recipe, int classes, std::uint64_t seed,
                                         TensorMap weights = {});

} // namespace vitrine
