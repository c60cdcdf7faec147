#include "core/camera/shrink_frame.hpp"

#include <algorithm>
#include <array>

namespace vitrine {

void shrink_frame(Frame &frame, int longest_side) {
    const int longer = std::max(frame.width, frame.height);
    if (longest_side <= 0 || longer <= longest_side)
        return;
    const int factor = (longer + longest_side - 1) / longest_side;
    const int width = std::max(1, frame.width / factor);
    const int height = std::max(1, frame.height / factor);
    const int across = std::min(factor, frame.width), down = std::min(factor, frame.height);
    const auto covered = static_cast<std::uint32_t>(across * down);
    // What is written lies before all that is still to be read.
    std::uint8_t *to = frame.pixels.data();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x, to += 4) {
            std::array<std::uint32_t, 3> sum{};
            for (int dy = 0; dy < down; ++dy) {
                const std::uint8_t *from =
                    frame.row(y * factor + dy) + std::ptrdiff_t{4} * (x * factor);
                for (int dx = 0; dx < across; ++dx, from += 4)
                    for (std::size_t k = 0; k < 3; ++k)
                        sum[k] += from[k];
            }
            for (std::size_t k = 0; k < 3; ++k)
                to[k] = static_cast<std::uint8_t>((sum[k] + covered / 2) / covered);
            to[3] = 255;
        }
    frame.set_size(width, height);
}

} // namespace vitrine
