// The network for inference: batch norm melted into the convolutions, activations and additions
// joined to them.
#pragma once

#include "core/models/tensor.hpp"
#include "core/networks/network.hpp"

#include <ATen/core/Tensor.h>
#include <vector>

namespace vitrine {

/// One thing to compute: `activation(operation(input) + other)`.
struct FoldedStep {
    Layer layer;       ///< kind and geometry; `activation` comes last, after the addition
    at::Tensor weight; ///< float32: out × in/groups × k × k; out × in for the last layer
    at::Tensor bias;   ///< float32: out
    ValueId input = 0;
    ValueId other = -1; ///< what is added, −1 for nothing
    ValueId output = 0; ///< numbered as in the network, so that features and map stay findable
    bool other_is_free = false;     ///< nobody needs `other` afterwards: it may be overwritten
    std::vector<ValueId> last_uses; ///< values that nobody needs after this step
};

struct FoldedNetwork {
    std::vector<FoldedStep> steps;
    ValueId map = 0, features = 0, logits = 0;
    int value_count = 0;
};

/// Folds in double precision and rounds once: y = (w·x + b − mean)·scale/√(var + ε) + shift becomes
/// w'·x + b'. A batch norm behind a max-pool is folded through it, which is right where its factor
/// is positive; elsewhere it stays as a step of its own (kind batch_norm, weight and bias per
/// channel). Throws c10::Error.
[[nodiscard]] FoldedNetwork fold(const Network &network, const TensorMap &weights);

/// Computes one step with LibTorch's standard operators, at the type and on the device of its
/// tensors. `values`: of the network, those that the step reads in place.
[[nodiscard]] at::Tensor compute_step(const FoldedStep &step,
                                      const std::vector<at::Tensor> &values);

} // namespace vitrine
