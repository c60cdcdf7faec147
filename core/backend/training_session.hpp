// The interface between the training loop, which plans every step, and the plugin, which computes
// them.
#pragma once

#include "core/backend/precision.hpp"
#include "core/models/tensor.hpp"
#include "core/support/result.hpp"
#include "core/training/training_spec.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace vitrine {

/// Fitted pictures of one split, in memory that outlives the session.
struct DatasetView {
    std::span<const std::uint8_t> pixels; ///< N × height × width × RGB, contiguous
    std::span<const std::int32_t> labels; ///< N, each below `classes`
    int height = 0;
    int width = 0;
    int classes = 0;
};

/// One step. Which samples and how they are augmented follows from core's counter-based randomness
/// (core/training/randomness.hpp) by (seed, epoch, sample), never from the plugin.
struct StepPlan {
    int epoch = 0;                       ///< from 0
    std::span<const std::int32_t> batch; ///< indices into the training pictures
    PerGroup learning_rates{};           ///< 0: that group stands still in this step
};

struct StepResult {
    double loss = 0;          ///< mean over the batch
    std::int64_t correct = 0; ///< of the pictures as augmented
    std::int64_t count = 0;
};

/// How logits come from several views of a picture.
enum class Views : std::uint8_t {
    plain,
    mirrored, ///< mean of plain and mirrored
    six,      ///< plain and mirrored 1/4 each; shifted by (∓1, ∓1) and their mirrors 1/8 each
};

/// A training in progress. Calls come from one thread at a time. Every entry may give
/// out_of_memory, device_lost (reason), compute_failed (reason).
class TrainingSession {
  public:
    virtual ~TrainingSession() = default;

    /// Takes the steps in order and reports each. Nothing is read back from a device within a call.
    /// A loss that is no number is reported, not refused.
    [[nodiscard]] virtual Result<std::vector<StepResult>>
    train_steps(std::span<const StepPlan> steps) noexcept = 0;

    /// Logits of the pictures, N × classes, in evaluation mode, from the averaged weights where
    /// there are such. `pictures` need not be the training pictures.
    [[nodiscard]] virtual Result<std::vector<float>> evaluate(const DatasetView &pictures,
                                                              Views views) noexcept = 0;

    /// Weights and buffers by the names of the model file; averaged where there are such.
    [[nodiscard]] virtual Result<TensorMap> weights() noexcept = 0;

    /// In which steps are computed; never automatic.
    [[nodiscard]] virtual Precision precision() const noexcept = 0;

    /// Everything that the next step depends on: weights, optimiser, averages. load_state() on a
    /// session opened with the same spec and data continues bit for bit on the CPU with the same
    /// number of threads. Errors of load_state(): missing_tensor, unexpected_tensor, wrong_shape.
    [[nodiscard]] virtual Result<TensorMap> save_state() noexcept = 0;
    [[nodiscard]] virtual Result<void> load_state(const TensorMap &state) noexcept = 0;
};

} // namespace vitrine
