// Where a training begins.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/networks/network.hpp"

#include <ATen/core/Tensor.h>

namespace vitrine {

/// Pictures whose patches decide the whitening.
inline constexpr std::int32_t whitening_pictures = 5000;

/// All tensors of the network: those of spec.initial_weights as they are, the others anew from
/// spec.seed.
///
/// Drawn are PyTorch's defaults (torch/nn/modules/conv.py, linear.py, batchnorm.py): weights and
/// biases of convolutions and linear layers uniform in ±1/√(inputs of an output), batch norm 1, 0,
/// 0, 1. Where the network asks for it (the fast net; K. Jordan, arXiv 2404.00498), the first
/// filters of its inner convolutions are identities, the head is divided by the standard deviation
/// of its entries, and the whitening follows from the training pictures.
///
/// Errors: unexpected_tensor (name), wrong_shape (name, wanted, given), wrong_type (name, given).
[[nodiscard]] Result<TensorMap> starting_weights(const TrainingSpec &spec, const Network &network,
                                                 const DatasetView &training);

/// Filters that make all 2 × 2 patches of normalised pictures uncorrelated with unit variance:
/// eigenvectors of their uncentred 12 × 12 covariance over √(eigenvalue + 5e-4), largest first, and
/// then their negatives: 24 × 3 × 2 × 2, float64. `pictures`: N × 3 × H × W.
[[nodiscard]] at::Tensor whitening_filters(const at::Tensor &pictures);

} // namespace vitrine
