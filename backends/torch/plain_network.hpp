// The network with LibTorch's standard operators: trainable, and the reference for everything
// faster.
#pragma once

#include "core/models/tensor.hpp"
#include "core/networks/network.hpp"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <vector>

namespace vitrine {

/// What a pass through a network gives.
struct NetworkOutput {
    at::Tensor logits;   ///< N × classes
    at::Tensor features; ///< N × feature_count
    at::Tensor map;      ///< N × channels × height × width
};

/// A module whose parameters and buffers carry the names of the model file
/// ("layer1.0.bn1.running_mean"). In training mode batch norm uses and updates batch statistics.
class PlainNetwork : public torch::nn::Module {
  public:
    /// Weights checked by check_tensors() are copied as `type`. Throws c10::Error.
    PlainNetwork(Network description, const TensorMap &weights, at::ScalarType type);

    /// `pictures`: N × 3 × height × width, normalised; of the network's type, or of a smaller one
    /// in which convolutions and the last layer then compute (batch norm keeps its own).
    [[nodiscard]] NetworkOutput forward(const at::Tensor &pictures);

    /// The last layer alone: logits from features, N × feature_count.
    [[nodiscard]] at::Tensor forward_head(const at::Tensor &features);

    /// Parameters and buffers go to `device`.
    void move_to(at::Device device);

    [[nodiscard]] const Network &description() const noexcept { return description_; }

  private:
    struct Parameters {
        at::Tensor weight, bias, mean, variance;
    };
    at::Tensor apply(const Layer &layer, const Parameters &parameters, const at::Tensor &input,
                     const std::vector<at::Tensor> &values);
    [[nodiscard]] at::Tensor scaled(const at::Tensor &logits) const;

    Network description_;
    std::vector<Parameters> parameters_; ///< of each layer
};

} // namespace vitrine
