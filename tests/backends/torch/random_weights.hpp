// Weights of the right scale for any network, the same on every run.
#pragma once

#include "core/images/image.hpp"
#include "core/models/expected_tensors.hpp"

#include <cmath>
#include <cstring>
#include <random>

namespace vitrine {

inline Tensor random_tensor(const std::vector<std::int64_t> &shape, float low, float high,
                            std::mt19937 &random) {
    Tensor tensor{DataType::float32, shape, {}};
    std::uniform_real_distribution<float> values(low, high);
    tensor.bytes.resize(static_cast<std::size_t>(tensor.element_count()) * sizeof(float));
    for (std::size_t i = 0; i < tensor.bytes.size(); i += sizeof(float)) {
        const float value = values(random);
        std::memcpy(tensor.bytes.data() + i, &value, sizeof(float));
    }
    return tensor;
}

inline TensorMap random_weights(const Architecture &architecture, unsigned seed) {
    std::mt19937 random(seed);
    TensorMap weights;
    for (const auto &spec : expected_tensors(architecture)) {
        if (spec.is_counter) {
            continue;
        }
        float low = -0.2F;
        float high = 0.2F;
        if (spec.name.ends_with("running_var") ||
            (spec.shape.size() == 1 && spec.name.ends_with("weight"))) {
            low = 0.5F;
            high = 1.5F;
        } else if (spec.shape.size() >= 2) {
            // Uniform with the variance 2 / (inputs of an output), which keeps sizes even.
            std::int64_t inputs = 1;
            for (std::size_t i = 1; i < spec.shape.size(); ++i) {
                inputs *= spec.shape[i];
            }
            high = std::sqrt(6.F / static_cast<float>(inputs));
            low = -high;
        }
        weights[spec.name] = random_tensor(spec.shape, low, high, random);
    }
    return weights;
}

inline Image random_image(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    Image image{width, height, {}};
    image.pixels.resize(static_cast<std::size_t>(width * height * 3));
    for (auto &value : image.pixels) {
        value = static_cast<std::uint8_t>(random() & 255U);
    }
    return image;
}

} // namespace vitrine
