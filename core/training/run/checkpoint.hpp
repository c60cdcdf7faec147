// Everything that a run needs to go on as if nothing had happened, in two generations.
#pragma once

#include "core/models/tensor.hpp"
#include "core/support/result.hpp"
#include "core/training/run/run_progress.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

struct Checkpoint {
    RunProgress progress;
    TensorMap state; ///< of the session (TrainingSession::save_state)
};

/// What was found when looking for a checkpoint.
struct FoundCheckpoint {
    std::optional<Checkpoint> checkpoint{}; ///< nothing where there is no file at all
    char generation = 'a';
    /// A generation that is damaged, where the other one was taken: checkpoint_damaged (path,
    /// reason).
    std::optional<Error> damaged{};
};

/// checkpoint-a.safetensors and checkpoint-b.safetensors, written in turn, so that the one before
/// stays whatever happens while one is written. The file holds a checksum (XXH3, 128 bit) of
/// everything in it.
class Checkpoints {
  public:
    explicit Checkpoints(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Whether one was ever written.
    [[nodiscard]] bool exist() const;

    /// Replaces the older one. Errors: those of write_safetensors().
    [[nodiscard]] Result<void> write(const Checkpoint &checkpoint);

    /// The newer of the two that are whole. Errors: checkpoints_lost (folder, reason): there are
    /// files, and none is whole.
    [[nodiscard]] Result<FoundCheckpoint> find();

  private:
    [[nodiscard]] std::filesystem::path file(char generation) const;

    std::filesystem::path folder_;
    char next_ = 'a';
};

} // namespace vitrine
