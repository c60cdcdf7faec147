// From the bytes of a picture file to pixels.
//
// Formats are told by their first bytes, never by the file's name: JPEG, PNG, WebP, BMP, TIFF, GIF
// (the first frame; the first page of a TIFF). The result is upright (EXIF orientation applied),
// 8 bits RGB; transparency is laid over white, 16 bits are brought to 8, CMYK and YCCK to RGB
// without a colour profile. Embedded profiles are ignored: values are taken for sRGB.
#pragma once

#include "core/images/image.hpp"
#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace vitrine {

/// What a picture may cost. Checked from the header before any pixel memory is allocated.
struct DecodeLimits {
    std::int64_t max_pixels = 100'000'000; ///< width × height
    /// Pixels and the decoder's own working memory together, in bytes.
    std::int64_t max_memory_bytes = std::int64_t{1} << 30;
    std::int64_t max_file_bytes = std::int64_t{256} << 20; ///< read_image() only
    /// When above 0, a JPEG may come back smaller by 1/8 … 7/8 (libjpeg's scaled inverse DCT), as
    /// long as its shorter side stays at least twice this many pixels. Aspect and content are the
    /// same, but crop_rectangle() rounds to pixels of the scaled picture: its edges move by less
    /// than half a pixel of the model's input, and the fitted pixels differ by a few levels from
    /// those of the full decode. So it is for thumbnails, and never for what a model is to see.
    /// 0, the default: always the full size.
    int target_side = 0;
};

/// What the file says of itself, beside the pixels.
struct PictureSource {
    std::string_view format{}; ///< "jpeg", "png", "webp", "bmp", "tiff", "gif"
    int width = 0;             ///< upright, before any scaling by target_side
    int height = 0;
};

/// Any thread; nothing is printed; no exception escapes. `source`, when given, is filled as soon as
/// the size is known, also when the picture is then refused.
/// Errors: empty_file, not_an_image, truncated, damaged (reason), too_large (width, height, limit
/// in pixels), out_of_memory (size in words), unsupported (format, what).
[[nodiscard]] Result<Image> decode_image(std::span<const std::byte> bytes,
                                         const DecodeLimits &limits = {},
                                         PictureSource *source = nullptr);

/// Reads the file and decodes it. Errors: those of decode_image() and unreadable (path, reason),
/// no_permission (path), vanished (path), is_a_folder (path), file_too_large (path, bytes, limit).
[[nodiscard]] Result<Image> read_image(const std::filesystem::path &path,
                                       const DecodeLimits &limits = {},
                                       PictureSource *source = nullptr);

} // namespace vitrine
