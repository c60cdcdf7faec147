// What works on each channel by itself, for processors with AVX2 and FMA. Pictures are
// height × width × channels; channels are a multiple of `lanes`.
#pragma once

#include "backends/cpu/direct/multiply.hpp"

#include <cstdint>

namespace vitrine::direct {

/// A window that slides over one picture.
struct Window {
    int height, width, channels; ///< of the input
    int out_height, out_width;
    int kernel, stride, top, left; ///< top and left: padding
};

/// Packs depthwise weights (channels × 1 × k × k) as k·k × channels.
void pack_depthwise(const float *weight, int channels, int kernel, float *packed);

/// Channels [first, last), multiples of `lanes`.
struct ChannelRange {
    int first, last;
};

/// Some rows and channels of a depthwise convolution. Fast where the rows of input under the kernel
/// fit into the first cache, for these channels. `finish.other` is not used.
void convolve_depthwise(const Window &window, const float *input, const float *packed,
                        const Finish &finish, int first_row, int last_row, ChannelRange range,
                        float *output);

/// Rows [first_row, last_row) of a max-pool; padding never wins.
void pool_maximum(const Window &window, const float *input, int first_row, int last_row,
                  float *output);

/// Mean over `pixels` pixels of channels [first, last).
void pool_average(const float *input, int pixels, int channels, int first, int last, float *output);

/// x·Φ(x) over `count` floats in place (a multiple of `lanes`). Φ by the error function of
/// Abramowitz and Stegun, 7.1.26, which is right to 1.5e-7.
void apply_gelu(float *values, std::size_t count);

/// Rows [first_row, last_row) of a uint8 RGB picture into a larger float picture whose border is
/// already zero: value·factor + offset for each of R, G, B.
struct Normalisation {
    float factor[3], offset[3];
};
void normalise_rows(const std::uint8_t *pixels, int width, const Normalisation &normalisation,
                    int first_row, int last_row, float *output, std::ptrdiff_t row_stride);

} // namespace vitrine::direct
