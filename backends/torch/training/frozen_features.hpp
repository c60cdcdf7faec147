// For training the head alone: what the backbone says of a picture is computed once.
#pragma once

#include "backends/torch/engine.hpp"
#include "backends/torch/training/augmentation.hpp"

#include <functional>

namespace vitrine {

/// The input of the last layer, N × features, float32 on the CPU.
using FeatureExtractor = std::function<at::Tensor(const PixelBatch &)>;

/// Batches whose inputs are features on `device`. Those of a picture are kept for each way in
/// which it was changed, up to `most_bytes`; then the memory is begun anew.
[[nodiscard]] std::unique_ptr<BatchMaker>
make_frozen_features(const DatasetView &training, const BatchRules &rules, FeatureExtractor extract,
                     at::Device device, std::size_t most_bytes = std::size_t{512} << 20);

} // namespace vitrine
