// From a camera's frame to the pixels that a model gets.
#pragma once

#include "core/camera/frame.hpp"
#include "core/images/fit_to_model.hpp"

namespace vitrine {

/// The same pixels as fit_to_model() makes of the frame as a picture, to the bit; only the part
/// that the model sees is converted. An empty frame gives an empty image. Any thread.
[[nodiscard]] Image fit_frame(const Frame &frame, const InputRule &rule);

/// A part of the frame (which must lie inside) as a picture.
[[nodiscard]] Image to_image(const Frame &frame, const Rect &part);
[[nodiscard]] Image to_image(const Frame &frame); ///< all of it

/// Copies a picture into a frame, whose number and times stay.
void fill_frame(Frame &frame, const Image &image);

} // namespace vitrine
