#include "backends/torch/training/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace vitrine {

namespace {

/// −1, −2 … become 1, 2 …, and n, n + 1 … become n − 2, n − 3 …
int reflected(int position, int size) noexcept {
    if (size == 1) {
        return 0;
    }
    while (position < 0 || position >= size) {
        position = position < 0 ? -position : 2 * (size - 1) - position;
    }
    return position;
}

/// Row `source` shifted by `shift` columns; what comes from outside is padded.
void shift_row(const std::uint8_t *source, int width, int shift, bool reflect, std::uint8_t *out) {
    const int first = std::clamp(-shift, 0, width); // columns that lie inside: [first, last)
    const int last = std::clamp(width - shift, first, width);
    const auto pad = [&](int x) {
        if (reflect) {
            std::memcpy(out + 3 * x, source + 3 * reflected(x + shift, width), 3);
        } else {
            std::memset(out + 3 * x, 0, 3);
        }
    };
    for (int x = 0; x < first; ++x) {
        pad(x);
    }
    std::memcpy(out + 3 * first, source + 3 * (first + shift),
                3 * static_cast<std::size_t>(last - first));
    for (int x = last; x < width; ++x) {
        pad(x);
    }
}

void mirror_row(std::uint8_t *row, int width) {
    for (int left = 0, right = width - 1; left < right; ++left, --right) {
        std::swap_ranges(row + 3 * left, row + 3 * left + 3, row + 3 * right);
    }
}

} // namespace

void augment_picture(std::span<const std::uint8_t> picture, int height, int width,
                     const Augmentation &change, AugmentationSpec::Padding padding, int cutout,
                     std::array<std::uint8_t, 3> mean, std::span<std::uint8_t> out) {
    const bool reflect = padding == AugmentationSpec::Padding::reflect;
    const std::ptrdiff_t stride = std::ptrdiff_t{3} * width;
    for (int y = 0; y < height; ++y) {
        std::uint8_t *row = out.data() + y * stride;
        int source = y + change.shift_y;
        if (source < 0 || source >= height) {
            if (!reflect) {
                std::memset(row, 0, static_cast<std::size_t>(stride));
                continue;
            }
            source = reflected(source, height);
        }
        shift_row(picture.data() + source * stride, width, change.shift_x, reflect, row);
        if (change.mirrored) {
            mirror_row(row, width);
        }
    }
    if (cutout <= 0) {
        return;
    }
    const int bottom = std::min(height, change.cutout_top + cutout);
    const int right = std::min(width, change.cutout_left + cutout);
    for (int y = std::max(0, change.cutout_top); y < bottom; ++y) {
        for (int x = std::max(0, change.cutout_left); x < right; ++x) {
            std::memcpy(out.data() + y * stride + std::ptrdiff_t{3} * x, mean.data(), 3);
        }
    }
}

std::array<std::uint8_t, 3> mean_colour(const InputRule &rule) {
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t k = 0; k < 3; ++k) {
        colour[k] = static_cast<std::uint8_t>(
            std::clamp(std::lround(double{rule.mean[k]} * 255.0), 0L, 255L));
    }
    return colour;
}

} // namespace vitrine
