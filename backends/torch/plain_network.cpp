#include "backends/torch/plain_network.hpp"

#include "backends/torch/tensors.hpp"

#include <ATen/ATen.h>

namespace vitrine {

namespace {

/// The submodule for a dotted path, made where it is not there yet.
torch::nn::Module &descend(torch::nn::Module &root, const std::string &path) {
    const auto dot = path.find('.');
    const auto first = path.substr(0, dot);
    const auto children = root.named_children();
    auto child = children.contains(first)
                     ? children[first]
                     : root.register_module(first, std::make_shared<torch::nn::Module>(first));
    return dot == std::string::npos ? *child : descend(*child, path.substr(dot + 1));
}

at::Tensor padded(const Layer &layer, const at::Tensor &input, at::IntArrayRef &padding,
                  std::array<std::int64_t, 2> &storage) {
    const auto [top, bottom] = padding_of(layer, static_cast<int>(input.size(2)));
    const auto [left, right] = padding_of(layer, static_cast<int>(input.size(3)));
    if (top == bottom && left == right) {
        storage = {top, left};
        padding = storage;
        return input;
    }
    storage = {0, 0};
    padding = storage;
    return at::constant_pad_nd(input, {left, right, top, bottom});
}

/// The parameter in the type of what it meets: itself unless the pictures have less precision.
at::Tensor in_type_of(const at::Tensor &input, const at::Tensor &parameter) {
    return parameter.defined() ? parameter.to(input.scalar_type()) : parameter;
}

} // namespace

PlainNetwork::PlainNetwork(Network description, const TensorMap &weights, at::ScalarType type)
    : description_(std::move(description)) {
    const auto load = [&](const std::string &name) { return to_aten(weights.at(name), type); };
    for (const auto &layer : description_.layers) {
        Parameters parameters;
        if (!layer.name.empty()) {
            auto &module = descend(*this, layer.name);
            const bool norm = layer.kind == LayerKind::batch_norm;
            const bool learns =
                !layer.whitening && (!norm || description_.batch_norm_scale_trained);
            parameters.weight =
                module.register_parameter("weight", load(layer.name + ".weight"), learns);
            if (norm || layer.bias) {
                parameters.bias = module.register_parameter("bias", load(layer.name + ".bias"));
            }
            if (norm) {
                parameters.mean =
                    module.register_buffer("running_mean", load(layer.name + ".running_mean"));
                parameters.variance =
                    module.register_buffer("running_var", load(layer.name + ".running_var"));
            }
        }
        parameters_.push_back(std::move(parameters));
    }
}

void PlainNetwork::move_to(at::Device device) {
    // Module::to() changes the data of the tensors that parameters_ shares with the module.
    to(device);
}

at::Tensor PlainNetwork::apply(const Layer &layer, const Parameters &parameters,
                               const at::Tensor &input, const std::vector<at::Tensor> &values) {
    switch (layer.kind) {
    case LayerKind::convolution: {
        at::IntArrayRef padding;
        std::array<std::int64_t, 2> storage{};
        const auto source = padded(layer, input, padding, storage);
        return at::conv2d(source, in_type_of(input, parameters.weight),
                          in_type_of(input, parameters.bias), {layer.stride, layer.stride}, padding,
                          {1, 1}, layer.groups);
    }
    case LayerKind::batch_norm:
        return at::batch_norm(input, parameters.weight, parameters.bias, parameters.mean,
                              parameters.variance, is_training(), description_.batch_norm_momentum,
                              description_.batch_norm_epsilon, false);
    case LayerKind::activation:
        switch (layer.activation) {
        case Activation::relu:
            return at::relu(input);
        case Activation::relu6:
            return at::hardtanh(input, 0.0, 6.0);
        case Activation::gelu:
            return at::gelu(input);
        case Activation::none:
            return input;
        }
        return input;
    case LayerKind::add:
        return input + values.at(static_cast<std::size_t>(layer.other));
    case LayerKind::max_pool:
        return at::max_pool2d(input, {layer.kernel, layer.kernel}, {layer.stride, layer.stride},
                              {layer.padding, layer.padding});
    case LayerKind::average_pool:
        return input.mean({2, 3});
    case LayerKind::linear:
        return at::linear(input.flatten(1), in_type_of(input, parameters.weight),
                          in_type_of(input, parameters.bias));
    }
    TORCH_CHECK(false, "unknown kind of layer");
}

at::Tensor PlainNetwork::scaled(const at::Tensor &logits) const {
    return description_.logit_scale == 1.0 ? logits : logits * description_.logit_scale;
}

at::Tensor PlainNetwork::forward_head(const at::Tensor &features) {
    return scaled(apply(description_.layers.back(), parameters_.back(), features, {}));
}

NetworkOutput PlainNetwork::forward(const at::Tensor &pictures) {
    std::vector<at::Tensor> values(description_.layers.size() + 1);
    values[0] = pictures;
    for (std::size_t i = 0; i < description_.layers.size(); ++i) {
        const auto &layer = description_.layers[i];
        values[i + 1] =
            apply(layer, parameters_[i], values.at(static_cast<std::size_t>(layer.input)), values);
    }
    NetworkOutput output;
    output.logits = scaled(values.back());
    output.features = values.at(static_cast<std::size_t>(description_.features)).flatten(1);
    output.map = values.at(static_cast<std::size_t>(description_.map));
    return output;
}

} // namespace vitrine
