// One picture of a camera, as it goes from the capture thread to the model and to the screen.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace vitrine {

/// Pixels R G B X, 8 bits each, X always 255, rows top to bottom: what graphics cards take as it
/// is. Only the part that a model looks at is ever converted (see fit_frame()).
struct Frame {
    using Clock = std::chrono::steady_clock; ///< CLOCK_MONOTONIC, that of camera drivers too

    int width = 0;
    int height = 0;
    int stride = 0;                     ///< bytes from a row to the next, a multiple of 4
    std::vector<std::uint8_t> pixels{}; ///< height × stride bytes
    /// Counts from 0 in the source, those frames too that were lost on the way.
    std::uint64_t number = 0;
    Clock::time_point captured{};               ///< when the light came in
    std::chrono::duration<double> media_time{}; ///< position in the source

    /// Room for so many pixels; memory that is there already is used again. Their content is
    /// whatever it was.
    void set_size(int new_width, int new_height) {
        width = new_width;
        height = new_height;
        stride = 4 * new_width;
        pixels.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(new_height));
    }
    [[nodiscard]] std::uint8_t *row(int y) noexcept {
        return pixels.data() + static_cast<std::ptrdiff_t>(y) * stride;
    }
    [[nodiscard]] const std::uint8_t *row(int y) const noexcept {
        return pixels.data() + static_cast<std::ptrdiff_t>(y) * stride;
    }
};

using FramePointer = std::shared_ptr<const Frame>; ///< to whoever only looks

} // namespace vitrine
