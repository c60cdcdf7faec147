#include "backends/torch/folding.hpp"

#include "backends/torch/tensors.hpp"

#include <ATen/ATen.h>
#include <algorithm>

namespace vitrine {

namespace {

class Folder {
  public:
    Folder(const Network &network, const TensorMap &weights)
        : network_(network), weights_(weights), uses_(network.layers.size() + 1, 0),
          taken_(network.layers.size(), false) {
        for (const auto &layer : network.layers) {
            ++uses_[static_cast<std::size_t>(layer.input)];
            if (layer.other >= 0) {
                ++uses_[static_cast<std::size_t>(layer.other)];
            }
        }
    }

    FoldedNetwork fold() {
        FoldedNetwork folded;
        folded.map = network_.map;
        folded.features = network_.features;
        folded.logits = static_cast<ValueId>(network_.layers.size());
        folded.value_count = folded.logits + 1;
        for (std::size_t i = 0; i < network_.layers.size(); ++i) {
            if (!taken_[i]) {
                fold_layer(i, folded.steps);
            }
        }
        mark_last_uses(folded);
        return folded;
    }

  private:
    struct Affine {
        at::Tensor factor, shift; ///< double, per channel
    };

    at::Tensor load(const std::string &name) const {
        return to_aten(weights_.at(name), at::kDouble);
    }

    Affine batch_norm(const Layer &layer) const {
        const auto factor =
            load(layer.name + ".weight") /
            (load(layer.name + ".running_var") + network_.batch_norm_epsilon).sqrt();
        return {factor, load(layer.name + ".bias") - load(layer.name + ".running_mean") * factor};
    }

    /// The layer that alone reads `value`, or −1.
    int only_reader(ValueId value) const {
        if (uses_[static_cast<std::size_t>(value)] != 1 || value == network_.map) {
            return -1;
        }
        for (std::size_t i = static_cast<std::size_t>(value); i < network_.layers.size(); ++i) {
            if (network_.layers[i].input == value || network_.layers[i].other == value) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    const Layer *reader_of_kind(ValueId value, LayerKind kind, int &index) const {
        index = only_reader(value);
        if (index < 0 || network_.layers[static_cast<std::size_t>(index)].kind != kind) {
            return nullptr;
        }
        return &network_.layers[static_cast<std::size_t>(index)];
    }

    void fold_layer(std::size_t index, std::vector<FoldedStep> &steps) {
        const auto &layer = network_.layers[index];
        FoldedStep step;
        step.layer = layer;
        step.input = layer.input;
        step.output = static_cast<ValueId>(index) + 1;
        switch (layer.kind) {
        case LayerKind::convolution:
            fold_convolution(layer, step);
            break;
        case LayerKind::linear:
            step.weight = (load(layer.name + ".weight") * network_.logit_scale).to(at::kFloat);
            step.bias = layer.bias
                            ? (load(layer.name + ".bias") * network_.logit_scale).to(at::kFloat)
                            : at::zeros({layer.out_channels}, at::kFloat);
            break;
        case LayerKind::batch_norm: {
            const auto affine = batch_norm(layer);
            step.weight = affine.factor.to(at::kFloat);
            step.bias = affine.shift.to(at::kFloat);
            join_activation(step);
            break;
        }
        case LayerKind::max_pool:
            join_activation(step);
            break;
        case LayerKind::add:
            step.other = layer.other;
            join_activation(step);
            break;
        default:
            break;
        }
        steps.push_back(std::move(step));
    }

    void fold_convolution(const Layer &layer, FoldedStep &step) {
        auto weight = load(layer.name + ".weight");
        auto bias =
            layer.bias ? load(layer.name + ".bias") : at::zeros({layer.out_channels}, at::kDouble);
        const auto melt = [&](const Affine &affine) {
            weight = weight * affine.factor.view({-1, 1, 1, 1});
            bias = bias * affine.factor + affine.shift;
        };
        int index = -1;
        if (const auto *norm = reader_of_kind(step.output, LayerKind::batch_norm, index)) {
            melt(batch_norm(*norm));
            take(index, step);
        } else if (reader_of_kind(step.output, LayerKind::max_pool, index) != nullptr) {
            // Max-pooling commutes with what grows: the norm goes before the pool.
            int after = -1;
            if (const auto *late = reader_of_kind(index + 1, LayerKind::batch_norm, after)) {
                const auto affine = batch_norm(*late);
                if (affine.factor.gt(0).all().item<bool>()) {
                    melt(affine);
                    taken_[static_cast<std::size_t>(after)] = true;
                    renamed_.emplace_back(index + 1, after + 1);
                }
            }
        }
        join_addition(step);
        join_activation(step);
        step.weight = weight.to(at::kFloat);
        step.bias = bias.to(at::kFloat);
    }

    void join_addition(FoldedStep &step) {
        int index = -1;
        const auto *add = reader_of_kind(step.output, LayerKind::add, index);
        if (add == nullptr) {
            return;
        }
        const auto other = add->input == step.output ? add->other : add->input;
        if (other >= step.output) {
            return; // not computed yet
        }
        step.other = other;
        take(index, step);
    }

    void join_activation(FoldedStep &step) {
        // A pool whose batch norm went ahead answers under the norm's name.
        for (const auto &[pool, norm] : renamed_) {
            if (step.output == pool) {
                step.output = norm;
            }
        }
        int index = -1;
        if (const auto *next = reader_of_kind(step.output, LayerKind::activation, index)) {
            step.layer.activation = next->activation;
            take(index, step);
        }
    }

    void take(int index, FoldedStep &step) {
        taken_[static_cast<std::size_t>(index)] = true;
        step.output = index + 1;
    }

    static void mark_last_uses(FoldedNetwork &folded) {
        std::vector<bool> seen(static_cast<std::size_t>(folded.value_count), false);
        for (const auto kept : {folded.map, folded.features, folded.logits}) {
            seen[static_cast<std::size_t>(kept)] = true;
        }
        for (auto step = folded.steps.rbegin(); step != folded.steps.rend(); ++step) {
            for (const auto value : {step->input, step->other}) {
                if (value >= 0 && !seen[static_cast<std::size_t>(value)]) {
                    seen[static_cast<std::size_t>(value)] = true;
                    step->last_uses.push_back(value);
                    step->other_is_free |= value == step->other && value != step->input;
                }
            }
        }
    }

    const Network &network_;
    const TensorMap &weights_;
    std::vector<int> uses_; ///< readers of each value
    std::vector<bool> taken_;
    std::vector<std::pair<ValueId, ValueId>> renamed_;
};

} // namespace

FoldedNetwork fold(const Network &network, const TensorMap &weights) {
    return Folder(network, weights).fold();
}

} // namespace vitrine
