// Steps of whole parameter groups.
#pragma once

#include "backends/torch/training/parameter_groups.hpp"

#include <ATen/core/Tensor.h>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace vitrine {

/// A tensor that an optimiser remembers between steps, by the name it is saved under.
struct NamedState {
    std::string name;
    at::Tensor tensor;
};

/// Moves one group of parameters against their gradients. Queues work on their device and reads
/// nothing back, so that it can be recorded.
class GroupOptimiser {
  public:
    virtual ~GroupOptimiser() = default;
    /// `rate`: the learning rate, one number. Every parameter has a gradient. Not to be called
    /// while gradients are recorded.
    virtual void step(const at::Tensor &rate) = 0;
    [[nodiscard]] virtual std::vector<NamedState> state() const = 0;
};

/// buffer ← momentum·buffer + g + decay·w; w ← w − rate·buffer, with Nesterov
/// w ← w − rate·(g + decay·w + momentum·buffer), as torch.optim.SGD.
[[nodiscard]] std::unique_ptr<GroupOptimiser>
make_sgd(std::vector<NamedParameter> parameters, const OptimiserSpec &spec, double weight_decay);

/// I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", arXiv 1711.05101.
[[nodiscard]] std::unique_ptr<GroupOptimiser>
make_adamw(std::vector<NamedParameter> parameters, const OptimiserSpec &spec, double weight_decay);

/// K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024, with the
/// fast net's rescaling: before each step a filter bank gets the Frobenius norm √(filters), so
/// that weight decay has no say.
[[nodiscard]] std::unique_ptr<GroupOptimiser> make_muon(std::vector<NamedParameter> parameters,
                                                        const OptimiserSpec &spec);

/// Pulls the singular values of a matrix towards 1 by X ← aX + (bA + cA²)X with A = XXᵀ and
/// (a, b, c) = (3.4445, −4.7750, 2.0315), from X/‖X‖.
[[nodiscard]] at::Tensor orthogonalised(const at::Tensor &matrix, int steps);

/// One optimiser for each group that has parameters, by OptimiserSpec::Kind.
using Optimisers = std::array<std::unique_ptr<GroupOptimiser>, parameter_group_count>;
[[nodiscard]] Optimisers make_optimisers(const ParameterGroups &groups, const OptimiserSpec &spec);

} // namespace vitrine
