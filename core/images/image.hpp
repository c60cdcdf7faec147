// Pixels in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine {

/// A picture: 8 bits a channel, sRGB, rows top to bottom, pixels R G B without padding.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels{}; ///< height × width × 3 bytes

    [[nodiscard]] bool empty() const noexcept { return pixels.empty(); }
    bool operator==(const Image &) const = default;
};

} // namespace vitrine
