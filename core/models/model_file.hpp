// A model as Vitrine keeps it: one safetensors file with manifest, weights and golden pictures.
#pragma once

#include "core/images/image.hpp"
#include "core/models/manifest.hpp"
#include "core/models/tensor.hpp"

#include <filesystem>

namespace vitrine {

/// Pictures, already fitted to the model's input, with the logits that a trustworthy computation
/// (double precision) gave for them. A backend replays them before it trusts its own kernels.
struct GoldenSet {
    std::vector<Image> images;              ///< N, each input.width × input.height
    std::vector<std::vector<float>> logits; ///< N × classes
    bool operator==(const GoldenSet &) const = default;
};

struct Model {
    Manifest manifest;
    TensorMap weights; ///< without the golden.* tensors
    GoldenSet golden;
};

/// Errors: those of safetensors and manifest; not_a_model (path): no manifest inside;
/// golden_mismatch (reason): golden tensors that do not fit the manifest.
[[nodiscard]] Result<Model> read_model(const std::filesystem::path &path);
[[nodiscard]] Result<Manifest> read_model_manifest(const std::filesystem::path &path);
[[nodiscard]] Result<void> write_model(const std::filesystem::path &path, const Model &model);

} // namespace vitrine
