#include "backends/torch/training/initial_weights.hpp"

#include "backends/torch/engine.hpp"
#include "backends/torch/tensors.hpp"
#include "core/models/expected_tensors.hpp"
#include "core/training/randomness.hpp"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

namespace vitrine {

namespace {

constexpr double whitening_epsilon = 5e-4;
/// In place of an epoch: the choice of pictures for the whitening, which no tensor's number meets.
constexpr std::uint32_t whitening_choice = 0xFFFFFFFFU;

Tensor filled(const ExpectedTensor &expected, float value) {
    Tensor tensor{DataType::float32, expected.shape, {}};
    tensor.bytes.resize(static_cast<std::size_t>(tensor.element_count()) * sizeof(float));
    for (std::size_t i = 0; i < tensor.bytes.size(); i += sizeof(float)) {
        std::memcpy(tensor.bytes.data() + i, &value, sizeof(float));
    }
    return tensor;
}

/// Uniform in ±bound; `number` tells tensors apart.
Tensor drawn(const ExpectedTensor &expected, double bound, std::uint64_t seed,
             std::uint32_t number) {
    Tensor tensor = filled(expected, 0);
    std::array<std::uint32_t, 4> block{};
    const std::size_t count = tensor.bytes.size() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i) {
        if (i % block.size() == 0) {
            block = random_block(seed, RandomStream::weights, number, i / block.size());
        }
        const double uniform =
            (static_cast<double>(block.at(i % block.size())) + 0.5) / 4294967296.0;
        const auto value = static_cast<float>(bound * (2.0 * uniform - 1.0));
        std::memcpy(tensor.bytes.data() + i * sizeof(float), &value, sizeof(float));
    }
    return tensor;
}

/// torch.nn.init.dirac_() on the first `in` filters: each hands one channel through.
void start_as_identity(const Layer &layer, Tensor &weight) {
    const auto area =
        static_cast<std::size_t>(layer.kernel) * static_cast<std::size_t>(layer.kernel);
    const auto inputs = static_cast<std::size_t>(layer.in_channels);
    const auto filters = std::min(inputs, static_cast<std::size_t>(layer.out_channels));
    std::vector<float> filter(inputs * area);
    for (std::size_t f = 0; f < filters; ++f) {
        std::fill(filter.begin(), filter.end(), 0.F);
        filter[f * area + area / 2] = 1.F;
        std::memcpy(weight.bytes.data() + f * filter.size() * sizeof(float), filter.data(),
                    filter.size() * sizeof(float));
    }
}

/// Divides by the (unbiased) standard deviation of the entries.
void scale_to_unit_deviation(Tensor &weight) {
    const auto values = to_aten(weight, at::kDouble);
    weight = from_aten((values / values.std()).to(at::kFloat));
}

Tensor whitening_of(const TrainingSpec &spec, const DatasetView &training) {
    const auto chosen =
        drawn(spec.seed, RandomStream::weights, whitening_choice,
              static_cast<std::int32_t>(training.labels.size()), whitening_pictures);
    const auto size = training.pixels.size() / training.labels.size();
    std::vector<std::uint8_t> pixels;
    pixels.reserve(chosen.size() * size);
    for (const auto index : chosen) {
        const auto picture = training.pixels.subspan(static_cast<std::size_t>(index) * size, size);
        pixels.insert(pixels.end(), picture.begin(), picture.end());
    }
    const auto pictures = normalise(
        {pixels, static_cast<int>(chosen.size()), training.height, training.width}, spec.input);
    return from_aten(whitening_filters(pictures).to(at::kFloat));
}

/// Draws one tensor of a layer as PyTorch does.
Tensor default_of(const ExpectedTensor &expected, const Layer &layer, std::uint64_t seed,
                  std::uint32_t number) {
    if (layer.kind == LayerKind::batch_norm) {
        const bool one = expected.name.ends_with(".weight") || expected.name.ends_with("_var");
        return filled(expected, one ? 1.F : 0.F);
    }
    const int inputs = layer.in_channels / layer.groups * layer.kernel * layer.kernel;
    return drawn(expected, 1.0 / std::sqrt(static_cast<double>(inputs)), seed, number);
}

} // namespace

at::Tensor whitening_filters(const at::Tensor &pictures) {
    auto covariance = at::zeros({12, 12}, at::kDouble);
    std::int64_t patches = 0;
    for (const auto &part : pictures.split(250)) { // bounds the memory of their patches
        const auto unfolded = part.to(at::kDouble)
                                  .unfold(2, 2, 1)
                                  .unfold(3, 2, 1)             // N × 3 × h × w × 2 × 2
                                  .permute({0, 2, 3, 1, 4, 5}) // a patch: 3 × 2 × 2
                                  .reshape({-1, 12});
        covariance += unfolded.t().mm(unfolded);
        patches += unfolded.size(0);
    }
    const auto [values, vectors] = at::linalg_eigh(covariance / static_cast<double>(patches));
    const auto filters = (vectors / (values + whitening_epsilon).sqrt()).t().flip({0});
    return at::cat({filters, -filters}).reshape({24, 3, 2, 2}).contiguous();
}

Result<TensorMap> starting_weights(const TrainingSpec &spec, const Network &network,
                                   const DatasetView &training) {
    std::map<std::string, const Layer *> layers;
    for (const auto &layer : network.layers) {
        layers[layer.name] = &layer;
    }
    TensorMap weights;
    std::uint32_t number = 0;
    for (const auto &expected : expected_tensors(spec.architecture)) {
        ++number;
        if (const auto given = spec.initial_weights.find(expected.name);
            given != spec.initial_weights.end()) {
            weights[expected.name] = given->second;
            continue;
        }
        if (expected.is_counter) {
            weights[expected.name] = Tensor{DataType::int64, {}, std::vector<std::byte>(8)};
            continue;
        }
        const auto &layer = *layers.at(expected.name.substr(0, expected.name.rfind('.')));
        auto &tensor = weights[expected.name];
        tensor = default_of(expected, layer, spec.seed, number);
        if (!network.starts_as_identity || !expected.name.ends_with(".weight")) {
            continue;
        }
        if (layer.whitening) {
            tensor = whitening_of(spec, training);
        } else if (layer.kind == LayerKind::convolution) {
            start_as_identity(layer, tensor);
        } else if (layer.kind == LayerKind::linear) {
            scale_to_unit_deviation(tensor);
        }
    }
    for (const auto &[name, tensor] : spec.initial_weights) {
        if (!weights.contains(name)) {
            return Error{"unexpected_tensor", {name}};
        }
    }
    if (auto checked = check_tensors(spec.architecture, weights); !checked) {
        return checked.error();
    }
    return weights;
}

} // namespace vitrine
