// Matrix products as convolutions need them, for processors with AVX2 and FMA.
//
// The right-hand matrix (depth × columns) is packed once into panels of 8, 16 or 24 columns; the
// left-hand rows are read where they lie, through pointers, so that a convolution needs no copy of
// its input ("indirect convolution", Dukhan 2019, arXiv 1907.02129).
#pragma once

#include <cstddef>

namespace vitrine::direct {

inline constexpr int lanes = 8;         ///< floats in a vector
inline constexpr int rows_at_once = 6;  ///< rows of a register tile
inline constexpr int widest_panel = 24; ///< columns of the widest panel

/// Columns rounded up to whole vectors.
[[nodiscard]] constexpr int padded_columns(int columns) {
    return (columns + lanes - 1) / lanes * lanes;
}

/// How `columns` are cut into panels: an odd number of vectors begins with one panel of three.
struct PanelCut {
    int vectors;

    explicit constexpr PanelCut(int columns) : vectors(padded_columns(columns) / lanes) {}
    [[nodiscard]] constexpr int first_width() const {
        return vectors % 2 == 0 ? 2 : (vectors == 1 ? 1 : 3);
    }
    [[nodiscard]] constexpr int count() const { return 1 + (vectors - first_width()) / 2; }
    /// First vector of a panel; panel count() ends at the end.
    [[nodiscard]] constexpr int begin(int panel) const {
        return panel == 0 ? 0 : first_width() + 2 * (panel - 1);
    }
    [[nodiscard]] constexpr int width(int panel) const { return panel == 0 ? first_width() : 2; }
};

/// Packs row-major `matrix` (depth × columns, rows `stride` apart); `packed` has
/// depth × padded_columns(columns) floats, zero where there is no column.
void pack_panels(const float *matrix, int depth, int columns, std::ptrdiff_t stride, float *packed);

/// What happens to a sum before it is stored: + bias, + other, then limited to [low, high].
struct Finish {
    const float *bias;  ///< one for each padded column
    const float *other; ///< laid out as the result, or null
    float low, high;    ///< ∓infinity for no limit
};

/// out[r][c] = finish(Σ over taps t and depth k of rows[t·tap_stride + r][k] · packed[…][c]).
/// Everything for the columns of one panel; at most rows_at_once rows.
struct TileProduct {
    const float *const *rows; ///< taps × tap_stride pointers, row_count of each in use
    int tap_stride;
    int row_count;
    int taps;
    int depth;             ///< floats behind each pointer
    const float *panel;    ///< (taps·depth) × panel columns
    int panel_vectors;     ///< 1, 2 or 3
    float *out;            ///< first row, first column of the panel
    std::ptrdiff_t stride; ///< of rows in out and other, in floats
    Finish finish;         ///< bias and other begin at the panel's first column
};
void multiply_tile(const TileProduct &product);

} // namespace vitrine::direct
