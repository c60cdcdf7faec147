// Compiled for AVX2 and FMA: nothing here may be called before the processor was asked.
#include "backends/cpu/direct/channelwise.hpp"

#include <immintrin.h>
#include <initializer_list>

namespace vitrine::direct {

namespace {

constexpr int pixels_at_once = 4;

/// Where a window's rows or columns lie inside the picture.
struct Span {
    int first, last; ///< of the kernel, half open
};
inline Span inside(int start, int kernel, int size) {
    const int first = start < 0 ? -start : 0;
    const int last = start + kernel > size ? size - start : kernel;
    return {first, last < first ? first : last};
}

inline __m256 limit(__m256 value, const Finish &finish) {
    return _mm256_min_ps(_mm256_max_ps(value, _mm256_set1_ps(finish.low)),
                         _mm256_set1_ps(finish.high));
}

/// Vectors of channels of `Count` neighbouring pixels whose windows lie inside the picture from
/// side to side. Several sums at a time hide the latency of the multiplication.
template <int Kernel, int Count, int Vectors>
inline void depthwise_block(const float *const *rows, Span vertical, const float *packed,
                            std::ptrdiff_t channels, std::ptrdiff_t step, const Finish &finish,
                            std::ptrdiff_t c, float *output) {
    __m256 sums[Count][Vectors];
#pragma GCC unroll 4
    for (int i = 0; i < Count; ++i) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            sums[i][v] = _mm256_loadu_ps(finish.bias + c + v * lanes);
        }
    }
    for (int ky = vertical.first; ky < vertical.last; ++ky) {
        const float *weights = packed + ky * Kernel * channels + c;
        const float *pixels[Count];
#pragma GCC unroll 4
        for (int i = 0; i < Count; ++i) {
            pixels[i] = rows[ky] + c + i * step;
        }
        // Not unrolled: so many addresses would not fit into the registers.
#pragma GCC unroll 1
        for (int kx = 0; kx < Kernel; ++kx) {
#pragma GCC unroll 2
            for (int v = 0; v < Vectors; ++v) {
                const __m256 weight = _mm256_loadu_ps(weights + v * lanes);
#pragma GCC unroll 4
                for (int i = 0; i < Count; ++i) {
                    sums[i][v] =
                        _mm256_fmadd_ps(_mm256_loadu_ps(pixels[i] + v * lanes), weight, sums[i][v]);
                }
            }
            weights += channels;
#pragma GCC unroll 4
            for (int i = 0; i < Count; ++i) {
                pixels[i] += channels;
            }
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < Count; ++i) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            _mm256_storeu_ps(output + i * channels + c + v * lanes, limit(sums[i][v], finish));
        }
    }
}

/// Channels [begin, end) are walked innermost, so that memory is read in streams.
template <int Kernel, int Count>
inline void depthwise_pixels(const float *const *rows, Span vertical, const float *packed,
                             std::ptrdiff_t channels, std::ptrdiff_t step, const Finish &finish,
                             ChannelRange range, float *output) {
    std::ptrdiff_t c = range.first;
    for (; c + 2 * lanes <= range.last; c += 2 * lanes) {
        depthwise_block<Kernel, Count, 2>(rows, vertical, packed, channels, step, finish, c,
                                          output);
    }
    if (c < range.last) {
        depthwise_block<Kernel, Count, 1>(rows, vertical, packed, channels, step, finish, c,
                                          output);
    }
}

/// Vectors of channels of one pixel whose window may stick out at a side.
template <int Vectors>
inline void depthwise_border_block(const Window &w, const float *corner, const float *packed,
                                   const Finish &finish, Span vertical, Span horizontal,
                                   std::ptrdiff_t c, float *output) {
    const std::ptrdiff_t channels = w.channels;
    __m256 sums[Vectors];
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
        sums[v] = _mm256_loadu_ps(finish.bias + c + v * lanes);
    }
    for (int ky = vertical.first; ky < vertical.last; ++ky) {
        for (int kx = horizontal.first; kx < horizontal.last; ++kx) {
            const float *place = corner + (std::ptrdiff_t{ky} * w.width + kx) * channels + c;
            const float *weight = packed + (std::ptrdiff_t{ky} * w.kernel + kx) * channels + c;
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) {
                sums[v] = _mm256_fmadd_ps(_mm256_loadu_ps(place + v * lanes),
                                          _mm256_loadu_ps(weight + v * lanes), sums[v]);
            }
        }
    }
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
        _mm256_storeu_ps(output + c + v * lanes, limit(sums[v], finish));
    }
}

inline void depthwise_border(const Window &w, const float *input, const float *packed,
                             const Finish &finish, int y, int x, ChannelRange range,
                             float *output) {
    const int top = y * w.stride - w.top;
    const int left = x * w.stride - w.left;
    const Span vertical = inside(top, w.kernel, w.height);
    const Span horizontal = inside(left, w.kernel, w.width);
    const std::ptrdiff_t channels = w.channels;
    const float *corner = input + (std::ptrdiff_t{top} * w.width + left) * channels;
    float *out = output + (std::ptrdiff_t{y} * w.out_width + x) * channels;
    std::ptrdiff_t c = range.first;
    for (; c + 4 * lanes <= range.last; c += 4 * lanes) {
        depthwise_border_block<4>(w, corner, packed, finish, vertical, horizontal, c, out);
    }
    for (; c < range.last; c += lanes) {
        depthwise_border_block<1>(w, corner, packed, finish, vertical, horizontal, c, out);
    }
}

template <int Kernel>
void depthwise_row(const Window &w, const float *input, const float *packed, const Finish &finish,
                   int y, ChannelRange range, float *output) {
    const std::ptrdiff_t channels = w.channels;
    const std::ptrdiff_t step = w.stride * channels;
    const int top = y * w.stride - w.top;
    const Span vertical = inside(top, Kernel, w.height);
    // Outputs [begin, end) have their whole window between the sides.
    int begin = (w.left + w.stride - 1) / w.stride;
    int end = w.width - Kernel + w.left < 0 ? 0 : (w.width - Kernel + w.left) / w.stride + 1;
    end = end > w.out_width ? w.out_width : end;
    begin = begin > end ? end : begin;

    for (int x = 0; x < begin; ++x) {
        depthwise_border(w, input, packed, finish, y, x, range, output);
    }
    for (int x = begin; x < end; x += pixels_at_once) {
        const float *rows[Kernel] = {};
        for (int ky = vertical.first; ky < vertical.last; ++ky) {
            rows[ky] =
                input + (std::ptrdiff_t{top + ky} * w.width + x * w.stride - w.left) * channels;
        }
        float *out = output + (std::ptrdiff_t{y} * w.out_width + x) * channels;
        switch (end - x) {
        case 1:
            depthwise_pixels<Kernel, 1>(rows, vertical, packed, channels, step, finish, range, out);
            break;
        case 2:
            depthwise_pixels<Kernel, 2>(rows, vertical, packed, channels, step, finish, range, out);
            break;
        case 3:
            depthwise_pixels<Kernel, 3>(rows, vertical, packed, channels, step, finish, range, out);
            break;
        default:
            depthwise_pixels<Kernel, 4>(rows, vertical, packed, channels, step, finish, range, out);
            break;
        }
    }
    for (int x = end; x < w.out_width; ++x) {
        depthwise_border(w, input, packed, finish, y, x, range, output);
    }
}

/// e^x for x ≤ 0, as Cephes' expf: split off a power of two, then a polynomial.
inline __m256 exponential(__m256 x) {
    x = _mm256_max_ps(x, _mm256_set1_ps(-87.F));
    const __m256 power = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)),
                                         _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    x = _mm256_fnmadd_ps(power, _mm256_set1_ps(0.693359375F), x);
    x = _mm256_fnmadd_ps(power, _mm256_set1_ps(-2.12194440e-4F), x);
    __m256 sum = _mm256_set1_ps(1.9875691500e-4F);
    for (const float coefficient : {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F,
                                    1.6666665459e-1F, 5.0000001201e-1F}) {
        sum = _mm256_fmadd_ps(sum, x, _mm256_set1_ps(coefficient));
    }
    sum = _mm256_fmadd_ps(sum, _mm256_mul_ps(x, x), _mm256_add_ps(x, _mm256_set1_ps(1.F)));
    const __m256i exponent =
        _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(power), _mm256_set1_epi32(127)), 23);
    return _mm256_mul_ps(sum, _mm256_castsi256_ps(exponent));
}

} // namespace

void pack_depthwise(const float *weight, int channels, int kernel, float *packed) {
    for (int k = 0; k < kernel * kernel; ++k) {
        for (int c = 0; c < channels; ++c) {
            *packed++ = weight[c * kernel * kernel + k];
        }
    }
}

void convolve_depthwise(const Window &window, const float *input, const float *packed,
                        const Finish &finish, int first_row, int last_row, ChannelRange range,
                        float *output) {
    for (int y = first_row; y < last_row; ++y) {
        if (window.kernel == 3) {
            depthwise_row<3>(window, input, packed, finish, y, range, output);
        } else if (window.kernel == 5) {
            depthwise_row<5>(window, input, packed, finish, y, range, output);
        } else {
            for (int x = 0; x < window.out_width; ++x) {
                depthwise_border(window, input, packed, finish, y, x, range, output);
            }
        }
    }
}

void pool_maximum(const Window &w, const float *input, int first_row, int last_row, float *output) {
    const std::ptrdiff_t channels = w.channels;
    for (int y = first_row; y < last_row; ++y) {
        const int top = y * w.stride - w.top;
        const Span vertical = inside(top, w.kernel, w.height);
        for (int x = 0; x < w.out_width; ++x) {
            const int left = x * w.stride - w.left;
            const Span horizontal = inside(left, w.kernel, w.width);
            float *out = output + (std::ptrdiff_t{y} * w.out_width + x) * channels;
            for (int c = 0; c < w.channels; c += lanes) {
                __m256 most = _mm256_set1_ps(-__builtin_inff());
                for (int ky = vertical.first; ky < vertical.last; ++ky) {
                    for (int kx = horizontal.first; kx < horizontal.last; ++kx) {
                        const std::ptrdiff_t pixel = std::ptrdiff_t{top + ky} * w.width + left + kx;
                        most = _mm256_max_ps(_mm256_loadu_ps(input + pixel * channels + c), most);
                    }
                }
                _mm256_storeu_ps(out + c, most);
            }
        }
    }
}

void pool_average(const float *input, int pixels, int channels, int first, int last,
                  float *output) {
    const __m256 share = _mm256_set1_ps(1.F / static_cast<float>(pixels));
    for (int c = first; c < last; c += lanes) {
        __m256 sum = _mm256_setzero_ps();
        for (int i = 0; i < pixels; ++i) {
            sum = _mm256_add_ps(sum, _mm256_loadu_ps(input + std::ptrdiff_t{i} * channels + c));
        }
        _mm256_storeu_ps(output + c, _mm256_mul_ps(sum, share));
    }
}

void apply_gelu(float *values, std::size_t count) {
    const __m256 sign_bit = _mm256_set1_ps(-0.F);
    const __m256 one = _mm256_set1_ps(1.F);
    for (std::size_t i = 0; i < count; i += lanes) {
        const __m256 x = _mm256_loadu_ps(values + i);
        const __m256 scaled = _mm256_mul_ps(x, _mm256_set1_ps(0.70710678F));
        const __m256 size = _mm256_andnot_ps(sign_bit, scaled);
        const __m256 t = _mm256_div_ps(one, _mm256_fmadd_ps(_mm256_set1_ps(0.3275911F), size, one));
        __m256 sum = _mm256_set1_ps(1.061405429F);
        for (const float coefficient : {-1.453152027F, 1.421413741F, -0.284496736F, 0.254829592F}) {
            sum = _mm256_fmadd_ps(sum, t, _mm256_set1_ps(coefficient));
        }
        // 1 − erf(|x|/√2)
        const __m256 tail = _mm256_mul_ps(
            _mm256_mul_ps(sum, t), exponential(_mm256_xor_ps(_mm256_mul_ps(size, size), sign_bit)));
        // Φ(x) is tail/2 left of zero and 1 − tail/2 right of it.
        const __m256 half = _mm256_mul_ps(_mm256_set1_ps(0.5F), tail);
        const __m256 share = _mm256_blendv_ps(_mm256_sub_ps(one, half), half, x);
        _mm256_storeu_ps(values + i, _mm256_mul_ps(x, share));
    }
}

void normalise_rows(const std::uint8_t *pixels, int width, const Normalisation &n, int first_row,
                    int last_row, float *output, std::ptrdiff_t row_stride) {
    // Eight pixels are 24 bytes, three vectors with the channels at the same places every time.
    __m256 factors[3];
    __m256 offsets[3];
    for (int v = 0; v < 3; ++v) {
        float factor[lanes];
        float offset[lanes];
        for (int i = 0; i < lanes; ++i) {
            factor[i] = n.factor[(v * lanes + i) % 3];
            offset[i] = n.offset[(v * lanes + i) % 3];
        }
        factors[v] = _mm256_loadu_ps(factor);
        offsets[v] = _mm256_loadu_ps(offset);
    }
    for (int y = first_row; y < last_row; ++y) {
        const std::uint8_t *in = pixels + std::ptrdiff_t{y} * width * 3;
        float *out = output + y * row_stride;
        int i = 0;
        for (; i + 3 * lanes <= width * 3; i += 3 * lanes) {
            for (int v = 0; v < 3; ++v) {
                const __m128i bytes =
                    _mm_loadl_epi64(reinterpret_cast<const __m128i *>(in + i + v * lanes));
                const __m256 value = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes));
                _mm256_storeu_ps(out + i + v * lanes,
                                 _mm256_fmadd_ps(value, factors[v], offsets[v]));
            }
        }
        for (; i < width * 3; ++i) {
            out[i] = static_cast<float>(in[i]) * n.factor[i % 3] + n.offset[i % 3];
        }
    }
}

} // namespace vitrine::direct
