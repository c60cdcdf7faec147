#include "core/images/orientation.hpp"

#include <algorithm>
#include <cstdint>

namespace vitrine {
namespace {

/// Reads numbers of a TIFF block; 0 outside it.
class TiffBlock {
  public:
    TiffBlock(std::span<const std::byte> bytes, bool little_endian)
        : bytes_(bytes), little_endian_(little_endian) {}

    [[nodiscard]] std::uint32_t number(std::size_t offset, int size) const noexcept {
        if (offset + static_cast<std::size_t>(size) > bytes_.size())
            return 0;
        std::uint32_t result = 0;
        for (int i = 0; i < size; ++i) {
            const int place = little_endian_ ? size - 1 - i : i;
            result = result << 8 | std::to_integer<std::uint32_t>(
                                       bytes_[offset + static_cast<std::size_t>(place)]);
        }
        return result;
    }

  private:
    std::span<const std::byte> bytes_;
    bool little_endian_;
};

} // namespace

int exif_orientation(std::span<const std::byte> block) noexcept {
    constexpr std::size_t prefix = 6; // "Exif\0\0"
    if (block.size() > prefix && block[0] == std::byte{'E'} && block[1] == std::byte{'x'})
        block = block.subspan(prefix);
    if (block.size() < 8)
        return 1;
    const bool little = block[0] == std::byte{'I'} && block[1] == std::byte{'I'};
    const bool big = block[0] == std::byte{'M'} && block[1] == std::byte{'M'};
    if (!little && !big)
        return 1;
    const TiffBlock tiff(block, little);
    const std::size_t directory = tiff.number(4, 4);
    const std::uint32_t entries = tiff.number(directory, 2);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{12} * i;
        if (entry + 12 > block.size())
            break;
        if (tiff.number(entry, 2) != 0x0112)
            continue;
        const bool is_short = tiff.number(entry + 2, 2) == 3;
        const auto value = static_cast<int>(tiff.number(entry + 8, is_short ? 2 : 4));
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

Image upright(Image image, int orientation) {
    if (orientation < 2 || orientation > 8 || image.empty())
        return image;
    const bool swaps = swaps_sides(orientation);
    Image result{swaps ? image.height : image.width, swaps ? image.width : image.height, {}};
    result.pixels.resize(image.pixels.size());
    // Where the upright picture's first pixel lies in the stored one, and the way from a pixel to
    // its right and its lower neighbour there, in bytes.
    const bool from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_bottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const std::ptrdiff_t row = std::ptrdiff_t{3} * image.width;
    const std::ptrdiff_t along_x = from_right ? -3 : 3;
    const std::ptrdiff_t along_y = from_bottom ? -row : row;
    const std::uint8_t *first = image.pixels.data() + (from_right ? row - 3 : 0) +
                                (from_bottom ? row * (image.height - 1) : 0);
    const std::ptrdiff_t step = swaps ? along_y : along_x;
    const std::ptrdiff_t next_row = swaps ? along_x : along_y;
    // In tiles, so that the jumps of a turned picture stay in the cache.
    constexpr int tile = 64;
    for (int top = 0; top < result.height; top += tile)
        for (int left = 0; left < result.width; left += tile)
            for (int y = top; y < std::min(top + tile, result.height); ++y) {
                const std::uint8_t *from = first + y * next_row + left * step;
                std::uint8_t *to =
                    result.pixels.data() + (std::ptrdiff_t{y} * result.width + left) * 3;
                for (int x = left; x < std::min(left + tile, result.width); ++x) {
                    to[0] = from[0];
                    to[1] = from[1];
                    to[2] = from[2];
                    to += 3;
                    from += step;
                }
            }
    return result;
}

} // namespace vitrine
