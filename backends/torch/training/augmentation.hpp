// Batches of training pictures: cut out of one uint8 block, changed and normalised in one pass.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/models/manifest.hpp"
#include "core/training/randomness.hpp"

#include <ATen/core/Tensor.h>
#include <memory>
#include <span>

namespace vitrine {

struct TrainingBatch {
    at::Tensor inputs; ///< N × 3 × H × W, normalised, channels-last; or N × features
    at::Tensor labels; ///< N, int64
};

/// Writes `picture` (H × W × RGB) as `change` says to `out`, which has the same size. The cutout
/// square of side `cutout` (0: none) gets the colour `mean`.
void augment_picture(std::span<const std::uint8_t> picture, int height, int width,
                     const Augmentation &change, AugmentationSpec::Padding padding, int cutout,
                     std::array<std::uint8_t, 3> mean, std::span<std::uint8_t> out);

/// The mean of the normalisation in whole levels: the colour of a cutout.
[[nodiscard]] std::array<std::uint8_t, 3> mean_colour(const InputRule &rule);

/// Makes the batches of a training. Used by one thread at a time; throws.
class BatchMaker {
  public:
    virtual ~BatchMaker() = default;
    /// Chooses the batch that make() makes: indices into the training pictures, epoch from 0.
    virtual void plan(int epoch, std::span<const std::int32_t> samples) = 0;
    /// Overwrites what it gave the last time for the same number of pictures. On a device it only
    /// queues work and reads nothing that plan() did not upload: it can be recorded.
    [[nodiscard]] virtual TrainingBatch make() = 0;
};

/// What all batches of a training have in common.
struct BatchRules {
    InputRule input;
    AugmentationSpec augmentation;
    std::uint64_t seed = 0;
};

/// On the processor: reads the pictures where they are, with the calling thread's threads.
[[nodiscard]] std::unique_ptr<BatchMaker> make_host_batches(const DatasetView &training,
                                                            const BatchRules &rules);

/// With LibTorch's operators on any device, to which all pictures are copied once.
[[nodiscard]] std::unique_ptr<BatchMaker>
make_device_batches(const DatasetView &training, const BatchRules &rules, at::Device device);

} // namespace vitrine
