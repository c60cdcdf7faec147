#include "backends/torch/network.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace vitrine {

namespace {

std::string shape_text(const std::vector<std::int64_t> &shape) {
    std::string text;
    for (const auto extent : shape) {
        text += text.empty() ? fmt::format("{}", extent) : fmt::format("×{}", extent);
    }
    return text.empty() ? "scalar" : text;
}

} // namespace

std::pair<int, int> padding_of(const Layer &layer, int size) noexcept {
    if (!layer.same) {
        return {layer.padding, layer.padding};
    }
    const int out = (size + layer.stride - 1) / layer.stride;
    const int total = std::max((out - 1) * layer.stride + layer.kernel - size, 0);
    return {total / 2, total - total / 2};
}

Result<Network> describe(const Architecture &architecture) {
    if (architecture.classes < 1 || architecture.classes > 1'000'000) {
        return Error{"unsupported_architecture", {to_spec(architecture), "number of classes"}};
    }
    if (architecture.family == "resnet") {
        return describe_resnet(architecture);
    }
    if (architecture.family == "fastnet") {
        return describe_fastnet(architecture);
    }
    if (architecture.family == "efficientnet-lite0") {
        return describe_efficientnet_lite0(architecture);
    }
    return Error{"unsupported_architecture", {to_spec(architecture), "family"}};
}

std::vector<TensorSpec> tensor_specs(const Network &network) {
    std::vector<TensorSpec> specs;
    for (const auto &layer : network.layers) {
        const std::int64_t out = layer.out_channels;
        const std::int64_t in = layer.in_channels;
        switch (layer.kind) {
        case LayerKind::convolution:
            specs.push_back(
                {layer.name + ".weight", {out, in / layer.groups, layer.kernel, layer.kernel}});
            break;
        case LayerKind::linear:
            specs.push_back({layer.name + ".weight", {out, in}});
            break;
        case LayerKind::batch_norm:
            for (const auto *part : {".weight", ".bias", ".running_mean", ".running_var"}) {
                specs.push_back({layer.name + part, {out}});
            }
            break;
        default:
            break;
        }
        if (layer.bias) {
            specs.push_back({layer.name + ".bias", {out}});
        }
    }
    return specs;
}

Result<void> check_weights(const Network &network, const TensorMap &weights) {
    std::set<std::string> known;
    for (const auto &spec : tensor_specs(network)) {
        const auto found = weights.find(spec.name);
        if (found == weights.end()) {
            return Error{"missing_tensor", {spec.name}};
        }
        if (found->second.shape != spec.shape || !is_floating(found->second.type)) {
            return Error{"wrong_shape",
                         {spec.name, shape_text(spec.shape), shape_text(found->second.shape)}};
        }
        known.insert(spec.name);
    }
    for (const auto &[name, tensor] : weights) {
        if (!known.contains(name) && !name.ends_with(".num_batches_tracked")) {
            return Error{"unexpected_tensor", {name}};
        }
    }
    return {};
}

void NetworkBuilder::append(Layer layer) {
    layer.input = current_;
    network.layers.push_back(std::move(layer));
    current_ = static_cast<ValueId>(network.layers.size());
}

void NetworkBuilder::go_to(ValueId value, int channels) noexcept {
    current_ = value;
    channels_ = channels;
}

void NetworkBuilder::convolution(std::string name, int out_channels, int kernel, int stride,
                                 int padding, bool bias) {
    append({.kind = LayerKind::convolution,
            .name = std::move(name),
            .in_channels = channels_,
            .out_channels = out_channels,
            .kernel = kernel,
            .stride = stride,
            .padding = padding,
            .bias = bias});
    channels_ = out_channels;
}

void NetworkBuilder::same_convolution(std::string name, int out_channels, int kernel, int stride,
                                      int groups) {
    append({.kind = LayerKind::convolution,
            .name = std::move(name),
            .in_channels = channels_,
            .out_channels = out_channels,
            .kernel = kernel,
            .stride = stride,
            .same = true,
            .groups = groups});
    channels_ = out_channels;
}

void NetworkBuilder::batch_norm(std::string name) {
    append({.kind = LayerKind::batch_norm,
            .name = std::move(name),
            .in_channels = channels_,
            .out_channels = channels_});
}

void NetworkBuilder::activation(Activation kind) {
    append({.kind = LayerKind::activation, .activation = kind});
}

void NetworkBuilder::add(ValueId other) { append({.kind = LayerKind::add, .other = other}); }

void NetworkBuilder::max_pool(int kernel, int stride, int padding) {
    append({.kind = LayerKind::max_pool, .kernel = kernel, .stride = stride, .padding = padding});
}

void NetworkBuilder::average_pool() { append({.kind = LayerKind::average_pool}); }

void NetworkBuilder::head(std::string name, int classes, bool bias, ValueId map) {
    network.map = map;
    network.features = current_;
    network.feature_count = channels_;
    network.classes = classes;
    append({.kind = LayerKind::linear,
            .name = std::move(name),
            .in_channels = channels_,
            .out_channels = classes,
            .bias = bias});
}

} // namespace vitrine
