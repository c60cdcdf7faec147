// What a training session needs to know for its whole length.
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/tensor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace vitrine {

/// Parameters that share a learning rate and a weight decay.
enum class ParameterGroup : std::uint8_t {
    filters,        ///< weights of convolutions and of inner linear layers
    biases,         ///< scales and biases of batch norm, other biases
    whitening_bias, ///< fast net only
    head,           ///< weight of the last linear layer
};
inline constexpr std::size_t parameter_group_count = 4;
/// A number for each ParameterGroup, in its order.
using PerGroup = std::array<double, parameter_group_count>;

struct OptimiserSpec {
    /// muon: filters by Muon (K. Jordan et al., 2024), every other group by sgd.
    enum class Kind : std::uint8_t { sgd, adamw, muon } kind = Kind::sgd;
    double momentum = 0.9; ///< sgd: buffer ← momentum·buffer + gradient
    bool nesterov = false;
    /// sgd: added to the gradient as decay·w (as PyTorch's SGD does); adamw: w ← w − rate·decay·w.
    PerGroup weight_decay{};
    double beta1 = 0.9; ///< adamw
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double muon_momentum = 0.6; ///< Nesterov's form
    int newton_schulz_steps = 3;
    bool operator==(const OptimiserSpec &) const = default;
};

struct LossSpec {
    double label_smoothing = 0.0; ///< 0 to below 1
    bool sum = false;             ///< over the batch; else its mean
    bool operator==(const LossSpec &) const = default;
};

struct AugmentationSpec {
    enum class Padding : std::uint8_t { zero, reflect } padding = Padding::zero;
    int crop_padding = 0; ///< pixels on each side before the random crop back to size; 0: none
    /// random: each picture and epoch by itself; alternating: a random half in even epochs, the
    /// other half in odd ones.
    enum class Flip : std::uint8_t { none, random, alternating } flip = Flip::none;
    int cutout = 0; ///< side in pixels of a square set to the mean; 0: none
    /// How many ways a picture is changed in, epoch by epoch in turn; 0: each epoch anew. Few let a
    /// frozen backbone see each way once.
    int variants = 0;
    bool operator==(const AugmentationSpec &) const = default;
};

struct TrainingSpec {
    Architecture architecture;
    InputRule input; ///< size of the data's pictures, mean and std of the normalisation
    OptimiserSpec optimiser;
    LossSpec loss;
    AugmentationSpec augmentation;
    /// Moving average of the weights: average ← d·average + (1 − d)·w after each step, where
    /// d = min(decay, (1 + t)/(10 + t)) in step t from 1, so that what the run began with is
    /// forgotten in a short run too (as TensorFlow's ExponentialMovingAverage with num_updates).
    std::optional<double> averaging_decay{};
    bool freeze_backbone = false; ///< only the head learns; batch norm keeps its statistics
    std::uint64_t seed = 0;
    /// Initial weights by the names of the model file; empty: drawn anew from `seed`. A tensor that
    /// is left out (the head, where the classes differ) is drawn anew.
    TensorMap initial_weights{};
};

} // namespace vitrine
