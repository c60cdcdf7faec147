#include "backends/torch/folding.hpp"

#include <ATen/ATen.h>

namespace vitrine {

namespace {

at::Tensor convolve(const FoldedStep &step, at::Tensor input) {
    const auto &layer = step.layer;
    const auto [top, bottom] = padding_of(layer, static_cast<int>(input.size(2)));
    const auto [left, right] = padding_of(layer, static_cast<int>(input.size(3)));
    std::array<std::int64_t, 2> padding{top, left};
    if (top != bottom || left != right) {
        input = at::constant_pad_nd(input, {left, right, top, bottom});
        padding = {0, 0};
    }
    return at::conv2d(input, step.weight, step.bias, {layer.stride, layer.stride}, padding, {1, 1},
                      layer.groups);
}

void activate(at::Tensor &tensor, Activation activation) {
    switch (activation) {
    case Activation::relu:
        at::relu_(tensor);
        break;
    case Activation::relu6:
        at::hardtanh_(tensor, 0.0, 6.0);
        break;
    case Activation::gelu:
        tensor = at::gelu(tensor);
        break;
    case Activation::none:
        break;
    }
}

} // namespace

at::Tensor compute_step(const FoldedStep &step, const std::vector<at::Tensor> &values) {
    const auto &layer = step.layer;
    const auto &input = values.at(static_cast<std::size_t>(step.input));
    at::Tensor output;
    switch (layer.kind) {
    case LayerKind::convolution:
        output = convolve(step, input);
        break;
    case LayerKind::max_pool:
        output = at::max_pool2d(input, {layer.kernel, layer.kernel}, {layer.stride, layer.stride},
                                {layer.padding, layer.padding});
        break;
    case LayerKind::average_pool:
        output = input.mean({2, 3});
        break;
    case LayerKind::linear:
        output = at::linear(input.flatten(1), step.weight, step.bias);
        break;
    case LayerKind::batch_norm:
        output = input * step.weight.view({1, -1, 1, 1}) + step.bias.view({1, -1, 1, 1});
        break;
    case LayerKind::add:
    case LayerKind::activation:
        output = input.clone();
        break;
    }
    if (step.other >= 0) {
        output += values.at(static_cast<std::size_t>(step.other));
    }
    activate(output, layer.activation);
    return output;
}

} // namespace vitrine
