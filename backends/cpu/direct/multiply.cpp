// Compiled for AVX2 and FMA: nothing here may be called before the processor was asked.
#include "backends/cpu/direct/multiply.hpp"

#include <immintrin.h>

namespace vitrine::direct {

namespace {

template <int Rows, int Vectors> void tile(const TileProduct &product) {
    __m256 sums[Rows][Vectors];
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
        for (int v = 0; v < Vectors; ++v) {
            sums[r][v] = _mm256_setzero_ps();
        }
    }
    const float *panel = product.panel;
    for (int tap = 0; tap < product.taps; ++tap) {
        const float *rows[Rows];
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            rows[r] = product.rows[tap * product.tap_stride + r];
        }
        for (int k = 0; k < product.depth; ++k) {
            __m256 right[Vectors];
#pragma GCC unroll 3
            for (int v = 0; v < Vectors; ++v) {
                right[v] = _mm256_loadu_ps(panel + v * lanes);
            }
            panel += Vectors * lanes;
#pragma GCC unroll 6
            for (int r = 0; r < Rows; ++r) {
                const __m256 left = _mm256_broadcast_ss(rows[r] + k);
#pragma GCC unroll 3
                for (int v = 0; v < Vectors; ++v) {
                    sums[r][v] = _mm256_fmadd_ps(left, right[v], sums[r][v]);
                }
            }
        }
    }
    const auto &finish = product.finish;
    const __m256 low = _mm256_set1_ps(finish.low);
    const __m256 high = _mm256_set1_ps(finish.high);
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
        for (int v = 0; v < Vectors; ++v) {
            const std::ptrdiff_t place = r * product.stride + v * lanes;
            __m256 sum = _mm256_add_ps(sums[r][v], _mm256_loadu_ps(finish.bias + v * lanes));
            if (finish.other != nullptr) {
                sum = _mm256_add_ps(sum, _mm256_loadu_ps(finish.other + place));
            }
            sum = _mm256_min_ps(_mm256_max_ps(sum, low), high);
            _mm256_storeu_ps(product.out + place, sum);
        }
    }
}

template <int Vectors> void choose_rows(const TileProduct &product) {
    switch (product.row_count) {
    case 1:
        return tile<1, Vectors>(product);
    case 2:
        return tile<2, Vectors>(product);
    case 3:
        return tile<3, Vectors>(product);
    case 4:
        return tile<4, Vectors>(product);
    case 5:
        if constexpr (Vectors < 3) { // 5 × 3 sums would not fit into the registers
            return tile<5, Vectors>(product);
        }
        break;
    case 6:
        if constexpr (Vectors < 3) {
            return tile<6, Vectors>(product);
        }
        break;
    default:
        break;
    }
}

} // namespace

void pack_panels(const float *matrix, int depth, int columns, std::ptrdiff_t stride,
                 float *packed) {
    const PanelCut cut(columns);
    for (int panel = 0; panel < cut.count(); ++panel) {
        const int first = cut.begin(panel) * lanes;
        const int width = cut.width(panel) * lanes;
        for (int k = 0; k < depth; ++k) {
            for (int c = first; c < first + width; ++c) {
                *packed++ = c < columns ? matrix[k * stride + c] : 0.F;
            }
        }
    }
}

void multiply_tile(const TileProduct &product) {
    switch (product.panel_vectors) {
    case 1:
        return choose_rows<1>(product);
    case 2:
        return choose_rows<2>(product);
    default:
        break;
    }
    if (product.row_count <= 4) {
        return choose_rows<3>(product);
    }
    // Two halves of three rows each: more sums would not fit into the registers.
    TileProduct upper = product;
    upper.row_count = 3;
    choose_rows<3>(upper);
    TileProduct lower = product;
    lower.rows += 3;
    lower.row_count -= 3;
    lower.out += 3 * product.stride;
    if (lower.finish.other != nullptr) {
        lower.finish.other += 3 * product.stride;
    }
    choose_rows<3>(lower);
}

} // namespace vitrine::direct
