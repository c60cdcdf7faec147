// Resizing without aliasing, to the pixel as Pillow does it.
#pragma once

#include "core/images/fit_to_model.hpp"
#include "core/images/image.hpp"
#include "core/models/manifest.hpp"

namespace vitrine {

/// The part `crop` of `image` (which must lie inside) brought to width × height.
///
/// Networks are judged on pictures that were prepared with Pillow, and OpenCV has no bicubic filter
/// that widens when it shrinks; hence our own. The method, from Pillow's documentation of
/// Image.resize and the published behaviour of its 8-bit path: each axis is a weighted mean under a
/// kernel (bilinear: triangle of radius 1; bicubic: Keys 1981 with a = −0.5, radius 2) whose radius
/// grows by the shrinking factor; horizontal before vertical; weights rounded to 22 fractional
/// bits; the picture between the two passes rounded to 8 bits. Nearest takes the pixel under each
/// centre.
[[nodiscard]] Image resize(const Image &image, const Rect &crop, int width, int height,
                           Filter filter);

} // namespace vitrine
