#include "app/commands/random_model.hpp"

#include "core/models/expected_tensors.hpp"

#include <cmath>
#include <cstring>
#include <random>

namespace vitrine {

namespace {

/// Below 1 at the end of residual branches would be exact; a little everywhere is enough to keep
/// sums over fifty blocks small.
constexpr float norm_scale = 0.5F;

Tensor random_tensor(const ExpectedTensor &expected, std::mt19937 &random) {
    Tensor tensor{DataType::float32, expected.shape, {}};
    std::vector<float> values(static_cast<std::size_t>(tensor.element_count()));
    if (expected.shape.size() > 1) { // a convolution or the last layer
        const double inputs =
            static_cast<double>(values.size()) / static_cast<double>(expected.shape.front());
        std::normal_distribution<float> distribution(0,
                                                     static_cast<float>(std::sqrt(2.0 / inputs)));
        for (float &value : values)
            value = distribution(random);
    } else if (expected.name.ends_with("running_var")) {
        std::fill(values.begin(), values.end(), 1.F);
    } else if (expected.name.ends_with(".weight")) {
        std::fill(values.begin(), values.end(), norm_scale);
    }
    tensor.bytes.resize(values.size() * sizeof(float));
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

} // namespace

Model random_model(const Architecture &architecture, std::uint32_t seed) {
    std::mt19937 random(seed);
    Model model;
    for (const ExpectedTensor &expected : expected_tensors(architecture))
        if (!expected.is_counter)
            model.weights[expected.name] = random_tensor(expected, random);
    const bool small = architecture.family == "fastnet" ||
                       (architecture.family == "resnet" && architecture.stem == "cifar");
    Manifest &manifest = model.manifest;
    manifest.name = to_spec(architecture);
    manifest.title = {manifest.name, manifest.name};
    manifest.architecture = architecture;
    manifest.input.width = manifest.input.height = small ? 32 : 224;
    manifest.input.mean = {0.5F, 0.5F, 0.5F};
    manifest.input.std = {0.25F, 0.25F, 0.25F};
    for (int id = 0; id < architecture.classes; ++id)
        manifest.labels.push_back({std::to_string(id), std::to_string(id)});
    return model;
}

} // namespace vitrine
