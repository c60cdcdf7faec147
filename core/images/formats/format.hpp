// What the decoders of all formats share. Private to core/images.
#pragma once

#include "core/images/decode_image.hpp"

#include <cstring>
#include <optional>
#include <string_view>

namespace vitrine::formats {

struct Request {
    std::span<const std::byte> bytes;
    const DecodeLimits &limits;
    PictureSource &source;
};

/// Do the first bytes belong to the format?
[[nodiscard]] bool is_jpeg(std::span<const std::byte> start) noexcept;
[[nodiscard]] bool is_png(std::span<const std::byte> start) noexcept;
[[nodiscard]] bool is_webp(std::span<const std::byte> start) noexcept;
[[nodiscard]] bool is_bmp(std::span<const std::byte> start) noexcept;
[[nodiscard]] bool is_tiff(std::span<const std::byte> start) noexcept;
[[nodiscard]] bool is_gif(std::span<const std::byte> start) noexcept;

/// The rest of decode_image(); may throw std::bad_alloc.
[[nodiscard]] Result<Image> decode_jpeg(const Request &request);
[[nodiscard]] Result<Image> decode_png(const Request &request);
[[nodiscard]] Result<Image> decode_webp(const Request &request);
[[nodiscard]] Result<Image> decode_bmp(const Request &request);
[[nodiscard]] Result<Image> decode_tiff(const Request &request);
[[nodiscard]] Result<Image> decode_gif(const Request &request);

/// Notes the size in request.source, and refuses what is beyond the limits. `bytes_per_pixel` is
/// everything that decoding needs at its worst moment.
[[nodiscard]] Result<void> admit(const Request &request, std::int64_t width, std::int64_t height,
                                 int orientation, std::int64_t bytes_per_pixel);

[[nodiscard]] bool starts_with(std::span<const std::byte> bytes, std::string_view text,
                               std::size_t offset = 0) noexcept;

[[nodiscard]] inline const std::uint8_t *as_bytes8(std::span<const std::byte> bytes) noexcept {
    return reinterpret_cast<const std::uint8_t *>(bytes.data());
}

/// `value` of 0 … 255 with `alpha` of 0 … 255 over white, rounded.
[[nodiscard]] constexpr std::uint8_t over_white(int value, int alpha) noexcept {
    return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

/// A row of `count` pixels R G B A, not premultiplied, laid over white.
void lay_over_white(const std::uint8_t *rgba, std::uint8_t *rgb, std::size_t count) noexcept;

} // namespace vitrine::formats
