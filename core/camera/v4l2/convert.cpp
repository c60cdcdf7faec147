#include "core/camera/v4l2/convert.hpp"

#include "core/images/formats/jpeg_reader.hpp"

#include <algorithm>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

constexpr int largest_side = 8192;

std::uint8_t to_byte(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

/// ITU-R BT.601, Y 16 to 235, in 1/256.
void put_pixel(std::uint8_t *to, int y, int u, int v) {
    const int luma = 298 * (y - 16) + 128;
    to[0] = to_byte((luma + 409 * (v - 128)) >> 8);
    to[1] = to_byte((luma - 100 * (u - 128) - 208 * (v - 128)) >> 8);
    to[2] = to_byte((luma + 516 * (u - 128)) >> 8);
    to[3] = 255;
}

void convert_yuyv(const std::uint8_t *row, std::uint8_t *to, int width) {
    for (int x = 0; x < width; ++x) {
        const std::uint8_t *pair = row + std::ptrdiff_t{4} * (x / 2);
        put_pixel(to + std::ptrdiff_t{4} * x, row[std::ptrdiff_t{2} * x], pair[1], pair[3]);
    }
}

void convert_rgb(const std::uint8_t *row, std::uint8_t *to, int width) {
    for (int x = 0; x < width; ++x, row += 3, to += 4) {
        std::copy_n(row, 3, to);
        to[3] = 255;
    }
}

/// Chroma planes behind the luma plane, a sample for four pixels.
void convert_planes(const RawLayout &layout, const std::uint8_t *bytes, Frame &frame) {
    const std::ptrdiff_t stride = layout.stride;
    const std::uint8_t *const chroma = bytes + stride * layout.height;
    const bool paired = layout.pixel_format == V4L2_PIX_FMT_NV12;
    const std::ptrdiff_t chroma_stride = paired ? stride : stride / 2;
    const std::ptrdiff_t second = paired ? 1 : chroma_stride * ((layout.height + 1) / 2);
    const std::ptrdiff_t step = paired ? 2 : 1;
    for (int y = 0; y < layout.height; ++y) {
        const std::uint8_t *luma = bytes + stride * y;
        const std::uint8_t *colour = chroma + chroma_stride * (y / 2);
        std::uint8_t *to = frame.row(y);
        for (int x = 0; x < layout.width; ++x, to += 4)
            put_pixel(to, luma[x], colour[step * (x / 2)], colour[step * (x / 2) + second]);
    }
}

} // namespace

bool holds(const RawLayout &layout, std::size_t bytes) noexcept {
    if (layout.width <= 0 || layout.height <= 0 || layout.width > largest_side ||
        layout.height > largest_side)
        return false;
    const auto width = static_cast<std::size_t>(layout.width);
    const auto height = static_cast<std::size_t>(layout.height);
    const auto stride = static_cast<std::size_t>(std::max(layout.stride, 0));
    const std::size_t even_width = (width + 1) / 2 * 2;
    switch (layout.pixel_format) {
    case V4L2_PIX_FMT_YUYV:
        return stride >= 2 * even_width && bytes >= stride * height;
    case V4L2_PIX_FMT_RGB24:
        return stride >= 3 * width && bytes >= stride * height;
    case V4L2_PIX_FMT_NV12:
        return stride >= even_width && bytes >= stride * height + stride * ((height + 1) / 2);
    case V4L2_PIX_FMT_YUV420:
        return stride >= even_width &&
               bytes >= stride * height + 2 * (stride / 2) * ((height + 1) / 2);
    default:
        return false;
    }
}

void convert_raw(const RawLayout &layout, std::span<const std::uint8_t> bytes, Frame &frame) {
    frame.set_size(layout.width, layout.height);
    if (layout.pixel_format == V4L2_PIX_FMT_NV12 || layout.pixel_format == V4L2_PIX_FMT_YUV420)
        return convert_planes(layout, bytes.data(), frame);
    for (int y = 0; y < layout.height; ++y) {
        const std::uint8_t *row = bytes.data() + std::ptrdiff_t{layout.stride} * y;
        if (layout.pixel_format == V4L2_PIX_FMT_YUYV)
            convert_yuyv(row, frame.row(y), layout.width);
        else
            convert_rgb(row, frame.row(y), layout.width);
    }
}

Result<void> convert_jpeg(std::span<const std::uint8_t> bytes, Frame &frame) {
    formats::JpegReader reader(std::as_bytes(bytes));
    constexpr std::int64_t most_memory = std::int64_t{1} << 29;
    if (!reader.read_header(most_memory))
        return reader.error();
    const auto width = reader.info().image_width;
    const auto height = reader.info().image_height;
    if (width > largest_side || height > largest_side)
        return Error{"too_large",
                     {std::to_string(width), std::to_string(height),
                      std::to_string(largest_side * largest_side)}};
    if (!reader.start(JCS_EXT_RGBX, formats::JpegReader::whole_size))
        return reader.error();
    frame.set_size(static_cast<int>(width), static_cast<int>(height));
    for (int y = 0; y < frame.height; ++y)
        if (!reader.read_row(frame.row(y)))
            return reader.error();
    if (!reader.finish())
        return reader.error();
    return {};
}

} // namespace vitrine::v4l2
