#include "core/models/expected_tensors.hpp"

#include "core/networks/network.hpp"

#include <set>

namespace vitrine {

namespace {

/// A module's tensors, in the order of PyTorch's state_dict().
void append(std::vector<ExpectedTensor> &tensors, const Layer &layer) {
    const std::int64_t out = layer.out_channels;
    const std::int64_t in = layer.in_channels;
    switch (layer.kind) {
    case LayerKind::convolution:
        tensors.push_back(
            {layer.name + ".weight", {out, in / layer.groups, layer.kernel, layer.kernel}});
        break;
    case LayerKind::linear:
        tensors.push_back({layer.name + ".weight", {out, in}});
        break;
    case LayerKind::batch_norm:
        for (const char *part : {".weight", ".bias", ".running_mean", ".running_var"}) {
            tensors.push_back({layer.name + part, {out}});
        }
        tensors.push_back({layer.name + ".num_batches_tracked", {}, true});
        break;
    default:
        break;
    }
    if (layer.bias) {
        tensors.push_back({layer.name + ".bias", {out}});
    }
}

} // namespace

std::vector<ExpectedTensor> expected_tensors(const Architecture &architecture) {
    const Network network = *describe(architecture);
    std::vector<ExpectedTensor> tensors;
    // A ResNet's block computes its shortcut first; its modules are listed with the shortcut last.
    std::vector<ExpectedTensor> shortcut;
    for (const Layer &layer : network.layers) {
        const bool in_shortcut = layer.name.find(".downsample.") != std::string::npos;
        append(in_shortcut ? shortcut : tensors, layer);
        if (layer.kind == LayerKind::add) {
            tensors.insert(tensors.end(), shortcut.begin(), shortcut.end());
            shortcut.clear();
        }
    }
    return tensors;
}

Result<void> check_tensors(const Architecture &architecture, const TensorMap &tensors) {
    std::set<std::string_view> known;
    const auto expected = expected_tensors(architecture);
    for (const ExpectedTensor &wanted : expected) {
        known.insert(wanted.name);
        const auto found = tensors.find(wanted.name);
        if (found == tensors.end()) {
            if (wanted.is_counter) {
                continue;
            }
            return Error{"missing_tensor", {wanted.name}};
        }
        const Tensor &tensor = found->second;
        if (tensor.shape != wanted.shape) {
            return Error{"wrong_shape",
                         {wanted.name, shape_text(wanted.shape), shape_text(tensor.shape)}};
        }
        if (!wanted.is_counter && !is_floating(tensor.type)) {
            return Error{"wrong_type", {wanted.name, std::string(to_string(tensor.type))}};
        }
    }
    for (const auto &[name, tensor] : tensors) {
        if (!known.contains(name)) {
            return Error{"unexpected_tensor", {name}};
        }
    }
    return {};
}

} // namespace vitrine
