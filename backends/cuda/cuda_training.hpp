// Training on an NVIDIA GPU.
#pragma once

#include "core/backend/backend.hpp"

#include <ATen/core/Tensor.h>

namespace vitrine {

/// A session whose pictures, augmentation and steps stay on `device`: every kind of step is taken a
/// few times as it is, then captured as a CUDA graph and played back; nothing is waited for before
/// the last step of a call. `type`: float32, float16 or bfloat16, of the activations.
[[nodiscard]] Result<std::unique_ptr<TrainingSession>>
open_cuda_training(const TrainingSpec &spec, const DatasetView &training, at::Device device,
                   at::ScalarType type, const HostServices &services) noexcept;

} // namespace vitrine
