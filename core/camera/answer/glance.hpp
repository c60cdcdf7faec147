// A frame looked at coarsely: how bright, how sharp, the same as before?
#pragma once

#include "core/camera/frame.hpp"
#include "core/images/fit_to_model.hpp"

#include <array>
#include <string>

namespace vitrine {

struct Glance {
    static constexpr int side = 96;
    /// Mean luma (BT.601, 0 to 255) of side × side cells of the part that the model sees.
    std::array<float, static_cast<std::size_t>(side) * side> luma{};
    double brightness = 0; ///< mean of the cells
    double contrast = 0;   ///< their standard deviation
    /// Energy of the cells' Laplacian over their variance: about 0.15 to 1 for a sharp photograph,
    /// below 0.02 for one blurred over a sixtieth of its side. 1 where the part has too few pixels
    /// to tell.
    double sharpness = 1;
    std::string fingerprint{}; ///< of pixels all over the frame: the same for the same frame
};

/// Samples at most 16 pixels a cell, so it takes below a millisecond at any size. An empty frame
/// gives a black glance.
[[nodiscard]] Glance glance_at(const Frame &frame, const Rect &part);

} // namespace vitrine
