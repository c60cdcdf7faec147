// Which of a network's parameters share a learning rate.
#pragma once

#include "backends/torch/plain_network.hpp"
#include "core/training/training_spec.hpp"

#include <array>
#include <string>
#include <vector>

namespace vitrine {

struct NamedParameter {
    std::string name; ///< as in the model file
    at::Tensor tensor;
};

/// The parameters of each ParameterGroup, in its order.
using ParameterGroups = std::array<std::vector<NamedParameter>, parameter_group_count>;

/// All that learn: without the whitening's filters and scales that stay fixed. With
/// `head_only`, the last layer's alone.
[[nodiscard]] ParameterGroups group_parameters(const PlainNetwork &network, bool head_only);

} // namespace vitrine
