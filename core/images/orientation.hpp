// Which way up a picture was taken, and turning it upright.
#pragma once

#include "core/images/image.hpp"

#include <cstddef>
#include <span>

namespace vitrine {

/// The orientation tag (0x0112) of an EXIF block, 1 to 8 (CIPA DC-008, "Exif 2.32", section 4.6.4);
/// 1 where there is none, or the block is broken: EXIF never makes a picture unreadable.
/// `block` begins with the TIFF header ("II*\0" or "MM\0*"), or with "Exif\0\0" before it.
[[nodiscard]] int exif_orientation(std::span<const std::byte> block) noexcept;

/// Orientations 5 to 8 exchange width and height.
[[nodiscard]] constexpr bool swaps_sides(int orientation) noexcept { return orientation >= 5; }

/// The picture as it is to be seen. Orientations outside 2 … 8 give it back as it is.
[[nodiscard]] Image upright(Image image, int orientation);

} // namespace vitrine
