// The model and the pictures with which every backend is tried.
#pragma once

#include "core/models/model_file.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <vector>

namespace vitrine {

/// The tutorial's ResNet-18, eight channels wide, as another program trained and wrote it: ten
/// classes, 32 × 32. No golden pictures.
[[nodiscard]] Result<Model> tutorial_model();

/// A model without weights for the backend that needs none, of the same input and classes.
[[nodiscard]] Model model_without_weights();

/// Four photos of the size of the model's input, and their logits as PyTorch computed them in
/// double precision.
struct KnownAnswers {
    std::vector<Image> images;
    std::vector<std::vector<float>> logits;
};
[[nodiscard]] Result<KnownAnswers> tutorial_answers();

/// Pictures with edges, colour and noise in them, the same each time; all differ.
[[nodiscard]] std::vector<Image> synthetic_pictures(int count, int side);
[[nodiscard]] Image plain_picture(int side, std::uint8_t level);

/// One after the other, as a batch.
[[nodiscard]] std::vector<std::uint8_t> joined(const std::vector<Image> &images);

} // namespace vitrine
