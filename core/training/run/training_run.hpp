// The run loop: plans every step, writes everything down, keeps what is worth keeping. What
// computes is a TrainingSession; everything else about a run is decided here.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/data/training/training_data.hpp"
#include "core/models/labels.hpp"
#include "core/models/model_file.hpp"
#include "core/support/result.hpp"
#include "core/training/recipe/recipe.hpp"
#include "core/training/run/run_control.hpp"
#include "core/training/run/run_folder.hpp"
#include "core/training/run/run_log.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace vitrine {

/// Pictures whose guesses are noted after each epoch.
struct ProbePictures {
    LabelledPixels pictures;        ///< label −1 where the class is not known
    std::vector<std::string> names; ///< a file's, or "test N"
};

/// Twelve test pictures, spread over the classes.
[[nodiscard]] ProbePictures probe_of(const TrainingData &data);

struct RunSetup {
    Recipe recipe;
    std::uint64_t seed = 0;
    LabelSet labels; ///< of the model, in the order of the data's classes
    /// Empty: those of the run that is resumed, and of a new one probe_of().
    ProbePictures probe;
    TensorMap initial_weights; ///< of recipe.start_from; not needed where there is a checkpoint
    std::string dataset;       ///< where the data lay, for people
    std::string program_version;
    /// How it is computed: backend, device, threads, build; the loop adds the precision. A resumed
    /// run where these differ goes on, and says that it is not the same to the bit.
    nlohmann::ordered_json environment = nlohmann::ordered_json::object();
};

/// What the loop asks the program for.
struct RunServices {
    std::function<Result<std::unique_ptr<TrainingSession>>(const TrainingSpec &)> open_session;
    /// Backend::reference_logits(), for the golden pictures.
    std::function<Result<std::vector<std::vector<float>>>(const Model &,
                                                          const std::vector<Image> &)>
        reference_logits;
    RequestSource *requests = nullptr;
    RunObserver observer; ///< sees every event
};

enum class RunEnd { finished, stopped, was_finished };

/// Trains in `folder`, from the start or, with `resume`, from its checkpoint. Errors end the run
/// and are written down as its end: diverged (step, what): a loss or a weight is no number;
/// disk_full, when a person gives up waiting for room; bad_recipe (batch); changed_on_resume
/// (what); checkpoints_lost; too_little_room (MB needed, MB free); those of TrainingSession.
[[nodiscard]] Result<RunEnd> run_training(const RunSetup &setup, const TrainingData &data,
                                          RunFolder &folder, bool resume,
                                          const RunServices &services);

} // namespace vitrine
