// The inside of run_training(): one object a run.
#pragma once

#include "core/training/run/checkpoint.hpp"
#include "core/training/run/disk_patience.hpp"
#include "core/training/run/pace.hpp"
#include "core/training/run/step_planner.hpp"
#include "core/training/run/training_run.hpp"

#include <chrono>
#include <optional>

namespace vitrine {

class RunLoop {
  public:
    RunLoop(const RunSetup &setup, const TrainingData &data, RunFolder &folder,
            const RunServices &services, StepPlanner planner);

    [[nodiscard]] Result<RunEnd> run(bool resume);

  private:
    using Clock = std::chrono::steady_clock;

    // run_start.cpp
    Result<void> start(bool resume);
    Result<std::optional<Checkpoint>> take_up(const nlohmann::ordered_json &description);
    Result<void> check_room() const;
    [[nodiscard]] ProbePictures earlier_probe() const;
    Result<void> write_probe();
    Result<void> note_remarks(const std::vector<Error> &remarks);

    // run_loop.cpp
    Result<bool> train_epoch(); ///< false: stopped
    Result<void> take_steps(std::int64_t count);
    Result<void> finish_epoch();
    Result<bool> obey(RunRequest request); ///< false: stop
    Result<bool> pause();
    Result<void> message(const Error &error);
    [[nodiscard]] double elapsed() const;

    // run_keep.cpp
    Result<void> write_checkpoint();
    Result<void> save_checkpoint(const char *reason); ///< and says so
    Result<void> keep_models(const std::vector<float> &logits, const EpochRecord &record);
    /// A new best epoch's files wait beside the former ones until a checkpoint knows of it, so that
    /// files and checkpoint tell of the same epoch whatever happens in between.
    Result<void> settle_best();
    void drop_unfinished_best(); ///< those of an epoch that no checkpoint knows of
    /// Logits, in parts, with a sign of life before each.
    Result<std::vector<float>> evaluate(TrainingSession &session, const LabelledPixels &pictures,
                                        Views views);
    Result<double> accuracy_over_views(const TensorMap &best);
    Result<void> tutorial_weights(const Model &model, int epoch);
    Result<void> write_probe_guesses();
    Result<void> finish();

    const RunSetup &setup_;
    const TrainingData &data_;
    RunFolder &folder_;
    const RunServices &services_;
    StepPlanner planner_;
    RunControl control_;
    DiskPatience patience_;
    Checkpoints checkpoints_;
    std::optional<RunLog> log_;
    std::unique_ptr<TrainingSession> session_;
    ProbePictures probe_;
    RunProgress progress_;
    Pace pace_;
    std::vector<Error> to_note_;  ///< messages that come with the next event
    std::vector<RunEvent> shown_; ///< messages that the observer has seen, for the file
    Clock::time_point started_ = Clock::now();
    double elapsed_before_ = 0; ///< seconds, of earlier processes
    Clock::time_point saved_ = Clock::now();
    std::int64_t block_ = 1; ///< steps at once
    double rate_ = 0;        ///< learning rate of the last step
};

} // namespace vitrine
