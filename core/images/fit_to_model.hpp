// From a picture of any size to the pixels that a model gets.
#pragma once

#include "core/images/image.hpp"
#include "core/models/manifest.hpp"

namespace vitrine {

/// A part of a picture, in pixels.
struct Rect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const Rect &) const = default;
};

/// The centred part of a width × height picture that the model sees: for a square input the square
/// whose side is crop_fraction × the shorter side; for another input the largest centred rectangle
/// of the input's aspect, times crop_fraction. Never empty for a picture that is not, never outside
/// it. A picture that has exactly the input's size is taken whole when crop_fraction is 1.
[[nodiscard]] Rect crop_rectangle(int width, int height, const InputRule &rule);

/// Cuts crop_rectangle() out and resizes it to rule.width × rule.height with rule.filter, as
/// Pillow's Image.resize does (see resize.hpp). Pixels are untouched where nothing is to resize.
/// Any thread. An empty image gives an empty image.
[[nodiscard]] Image fit_to_model(const Image &image, const InputRule &rule);

} // namespace vitrine
