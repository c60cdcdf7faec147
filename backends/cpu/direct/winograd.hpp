// 3×3 convolutions of stride 1 with fewer multiplications (Winograd; Lavin and Gray 2015,
// arXiv 1509.09308), for processors with AVX2 and FMA.
//
// A tile of m × m results needs (m + 2)² products a channel pair in place of 9·m²: 2.25 times fewer
// with m = 2, 4 times with m = 4, at the price of weights 16/9 or 36/9 times as large.
#pragma once

#include "backends/cpu/direct/multiply.hpp"

namespace vitrine::direct {

/// Products of a tile with m × m results.
[[nodiscard]] constexpr int winograd_positions(int m) { return (m + 2) * (m + 2); }

/// Transforms weights (out × in × 3 × 3) in double precision and packs them:
/// positions × in × padded_columns(out) floats.
void pack_winograd(const float *weight, int in, int out, int m, float *packed);

/// One tile: (m + 2)² pictures points of `channels` floats each, given as pointers (zeros outside
/// the picture), become winograd_positions(m) rows, `position_stride` floats apart.
void transform_input(const float *const *points, int channels, int m, float *out,
                     std::ptrdiff_t position_stride);

/// Back: winograd_positions(m) rows of `columns` floats (a multiple of `lanes`) become up to m × m
/// results. `height` and `width` say how many of them lie inside the picture; rows of results are
/// `row_stride` floats apart, neighbours `pixel_stride`.
struct OutputTile {
    const float *products;
    std::ptrdiff_t position_stride;
    int columns;
    float *out;
    std::ptrdiff_t row_stride, pixel_stride;
    int height, width;
    Finish finish; ///< `other` laid out as `out`
};
void transform_output(const OutputTile &tile, int m);

} // namespace vitrine::direct
