#include "core/networks/network.hpp"

#include <algorithm>

namespace vitrine {

std::pair<int, int> padding_of(const Layer &layer, int size) noexcept {
    if (!layer.same) {
        return {layer.padding, layer.padding};
    }
    const int out = (size + layer.stride - 1) / layer.stride;
    const int total = std::max((out - 1) * layer.stride + layer.kernel - size, 0);
    return {total / 2, total - total / 2};
}

Result<Network> describe(const Architecture &architecture) {
    if (const auto field = invalid_field(architecture)) {
        return Error{"unsupported_architecture", {to_spec(architecture), *field}};
    }
    if (architecture.family == "resnet") {
        return describe_resnet(architecture);
    }
    return architecture.family == "fastnet" ? describe_fastnet(architecture)
                                            : describe_efficientnet_lite0(architecture);
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
