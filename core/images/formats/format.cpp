#include "core/images/formats/format.hpp"

#include "core/images/orientation.hpp"

#include <utility>

namespace vitrine::formats {

namespace {

/// "100 million" rather than nine digits to be counted.
std::string in_words(std::int64_t pixels) {
    constexpr std::int64_t million = 1'000'000;
    return pixels >= million ? std::to_string(pixels / million) + " million"
                             : std::to_string(pixels);
}

} // namespace

Result<void> admit(const Request &request, std::int64_t width, std::int64_t height, int orientation,
                   std::int64_t bytes_per_pixel) {
    if (width <= 0 || height <= 0)
        return Error{"damaged", {"it has no width or no height"}};
    if (swaps_sides(orientation))
        std::swap(width, height);
    const DecodeLimits &limits = request.limits;
    // Turning a picture upright holds it twice.
    const std::int64_t needed = std::max<std::int64_t>(bytes_per_pixel, orientation > 1 ? 6 : 3);
    const std::int64_t limit = std::min(limits.max_pixels, limits.max_memory_bytes / needed);
    constexpr std::int64_t longest = 1 << 30; // keeps the sizes below in 32 and 64 bits
    if (width <= longest && height <= longest) {
        request.source.width = static_cast<int>(width);
        request.source.height = static_cast<int>(height);
    }
    if (width > longest || height > longest || width > limit / height)
        return Error{"too_large", {std::to_string(width), std::to_string(height), in_words(limit)}};
    return {};
}

bool starts_with(std::span<const std::byte> bytes, std::string_view text,
                 std::size_t offset) noexcept {
    return bytes.size() >= offset + text.size() &&
           std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

void lay_over_white(const std::uint8_t *rgba, std::uint8_t *rgb, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[3 * i + channel] = over_white(rgba[4 * i + channel], rgba[4 * i + 3]);
}

} // namespace vitrine::formats
