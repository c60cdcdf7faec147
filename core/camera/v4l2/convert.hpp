// From what cameras give to the pixels of a Frame.
#pragma once

#include "core/camera/frame.hpp"
#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine::v4l2 {

/// The layout of an uncompressed picture in a camera's buffer.
struct RawLayout {
    std::uint32_t pixel_format = 0; ///< V4L2_PIX_FMT_…
    int width = 0;
    int height = 0;
    int stride = 0; ///< bytes a row of the first plane
};

/// Whether so many bytes hold a picture of this layout.
[[nodiscard]] bool holds(const RawLayout &layout, std::size_t bytes) noexcept;

/// YUYV, NV12, YUV420 (BT.601, 16 to 235, as UVC cameras give it) or RGB24; holds() was asked.
void convert_raw(const RawLayout &layout, std::span<const std::uint8_t> bytes, Frame &frame);

/// A JPEG as webcams give it, with or without Huffman tables; the frame takes the JPEG's size.
/// Errors: those of a damaged picture (see decode_image()), too_large above 8192 pixels a side.
[[nodiscard]] Result<void> convert_jpeg(std::span<const std::uint8_t> bytes, Frame &frame);

} // namespace vitrine::v4l2
