// Compiled for AVX2 and FMA: nothing here may be called before the processor was asked.
#include "backends/cpu/direct/winograd.hpp"

#include <immintrin.h>

namespace vitrine::direct {

namespace {

// G of the paper, for weights: (m + 2) × 3.
constexpr double weights_2[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
constexpr double weights_4[6][3] = {{1. / 4, 0, 0},
                                    {-1. / 6, -1. / 6, -1. / 6},
                                    {-1. / 6, 1. / 6, -1. / 6},
                                    {1. / 24, 1. / 12, 1. / 6},
                                    {1. / 24, -1. / 12, 1. / 6},
                                    {0, 0, 1}};

struct Lanes {
    __m256 v;
};
inline Lanes operator+(Lanes a, Lanes b) { return {_mm256_add_ps(a.v, b.v)}; }
inline Lanes operator-(Lanes a, Lanes b) { return {_mm256_sub_ps(a.v, b.v)}; }
inline Lanes operator*(float a, Lanes b) { return {_mm256_mul_ps(_mm256_set1_ps(a), b.v)}; }

// B transposed of the paper, applied to one line of a tile.
inline void input_line_2(const Lanes (&d)[4], Lanes (&t)[4]) {
    t[0] = d[0] - d[2];
    t[1] = d[1] + d[2];
    t[2] = d[2] - d[1];
    t[3] = d[1] - d[3];
}
inline void input_line_4(const Lanes (&d)[6], Lanes (&t)[6]) {
    const Lanes even = d[4] - 4.F * d[2];
    const Lanes odd = d[3] - 4.F * d[1];
    const Lanes even2 = d[4] - d[2];
    const Lanes odd2 = 2.F * (d[3] - d[1]);
    t[0] = 4.F * d[0] - 5.F * d[2] + d[4];
    t[1] = even + odd;
    t[2] = even - odd;
    t[3] = even2 + odd2;
    t[4] = even2 - odd2;
    t[5] = 4.F * d[1] - 5.F * d[3] + d[5];
}

// A transposed of the paper.
inline void output_line_2(const Lanes (&t)[4], Lanes (&y)[2]) {
    y[0] = t[0] + t[1] + t[2];
    y[1] = t[1] - t[2] - t[3];
}
inline void output_line_4(const Lanes (&t)[6], Lanes (&y)[4]) {
    const Lanes sum1 = t[1] + t[2];
    const Lanes difference1 = t[1] - t[2];
    const Lanes sum2 = t[3] + t[4];
    const Lanes difference2 = t[3] - t[4];
    y[0] = t[0] + sum1 + sum2;
    y[1] = difference1 + 2.F * difference2;
    y[2] = sum1 + 4.F * sum2;
    y[3] = difference1 + 8.F * difference2 + t[5];
}

template <int M> inline void input_line(const Lanes (&d)[M + 2], Lanes (&t)[M + 2]) {
    if constexpr (M == 2) {
        input_line_2(d, t);
    } else {
        input_line_4(d, t);
    }
}
template <int M> inline void output_line(const Lanes (&t)[M + 2], Lanes (&y)[M]) {
    if constexpr (M == 2) {
        output_line_2(t, y);
    } else {
        output_line_4(t, y);
    }
}

template <int M>
void input_tile(const float *const *points, int channels, float *out, std::ptrdiff_t stride) {
    constexpr int side = M + 2;
    for (int c = 0; c < channels; c += lanes) {
        Lanes columns[side][side]; // [x][y]: lines down the tile first
        for (int x = 0; x < side; ++x) {
            Lanes line[side];
            for (int y = 0; y < side; ++y) {
                line[y] = {_mm256_loadu_ps(points[y * side + x] + c)};
            }
            input_line<M>(line, columns[x]);
        }
        for (int y = 0; y < side; ++y) {
            Lanes line[side];
            Lanes done[side];
            for (int x = 0; x < side; ++x) {
                line[x] = columns[x][y];
            }
            input_line<M>(line, done);
            for (int x = 0; x < side; ++x) {
                _mm256_storeu_ps(out + (y * side + x) * stride + c, done[x].v);
            }
        }
    }
}

template <int M> void output_tile(const OutputTile &tile) {
    constexpr int side = M + 2;
    const __m256 low = _mm256_set1_ps(tile.finish.low);
    const __m256 high = _mm256_set1_ps(tile.finish.high);
    for (int c = 0; c < tile.columns; c += lanes) {
        Lanes columns[side][M]; // [x][y]
        for (int x = 0; x < side; ++x) {
            Lanes line[side];
            for (int y = 0; y < side; ++y) {
                line[y] = {
                    _mm256_loadu_ps(tile.products + (y * side + x) * tile.position_stride + c)};
            }
            output_line<M>(line, columns[x]);
        }
        const __m256 bias = _mm256_loadu_ps(tile.finish.bias + c);
        for (int y = 0; y < tile.height; ++y) {
            Lanes line[side];
            Lanes done[M];
            for (int x = 0; x < side; ++x) {
                line[x] = columns[x][y];
            }
            output_line<M>(line, done);
            for (int x = 0; x < tile.width; ++x) {
                const std::ptrdiff_t place = y * tile.row_stride + x * tile.pixel_stride + c;
                __m256 sum = _mm256_add_ps(done[x].v, bias);
                if (tile.finish.other != nullptr) {
                    sum = _mm256_add_ps(sum, _mm256_loadu_ps(tile.finish.other + place));
                }
                _mm256_storeu_ps(tile.out + place, _mm256_min_ps(_mm256_max_ps(sum, low), high));
            }
        }
    }
}

} // namespace

void pack_winograd(const float *weight, int in, int out, int m, float *packed) {
    const int side = m + 2;
    const auto transform = [&](int row, int k) {
        return m == 2 ? weights_2[row][k] : weights_4[row][k];
    };
    const PanelCut cut(out);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            for (int panel = 0; panel < cut.count(); ++panel) {
                const int first = cut.begin(panel) * lanes;
                const int last = first + cut.width(panel) * lanes;
                for (int i = 0; i < in; ++i) {
                    for (int o = first; o < last; ++o) {
                        double sum = 0;
                        for (int k = 0; o < out && k < 9; ++k) {
                            const auto place = (std::ptrdiff_t{o} * in + i) * 9 + k;
                            sum += transform(y, k / 3) * transform(x, k % 3) *
                                   static_cast<double>(weight[place]);
                        }
                        *packed++ = static_cast<float>(sum);
                    }
                }
            }
        }
    }
}

void transform_input(const float *const *points, int channels, int m, float *out,
                     std::ptrdiff_t position_stride) {
    if (m == 2) {
        input_tile<2>(points, channels, out, position_stride);
    } else {
        input_tile<4>(points, channels, out, position_stride);
    }
}

void transform_output(const OutputTile &tile, int m) {
    if (m == 2) {
        output_tile<2>(tile);
    } else {
        output_tile<4>(tile);
    }
}

} // namespace vitrine::direct
