#include "core/images/resize.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vitrine {
namespace {

constexpr int fraction_bits = 22;
/// A weight is split as high × 2^split_bits + low, both 16 bits, for the vector units.
constexpr int split_bits = 11;

/// The weights of one axis: output i is the sum of weights[i × taps + k] × input[first[i] + k].
struct Axis {
    std::vector<int> first;
    std::vector<int> count;
    int taps = 0; ///< room for each output, a multiple of 4, filled up with zeros
    std::vector<std::int32_t> weights;
};

double kernel(double x, Filter filter) {
    x = std::abs(x);
    if (filter == Filter::bilinear)
        return x < 1 ? 1 - x : 0;
    constexpr double a = -0.5; // Keys, "Cubic convolution interpolation", 1981
    if (x < 1)
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2)
        return (((x - 5) * x + 8) * x - 4) * a;
    return 0;
}

Axis make_axis(int input, int output, Filter filter) {
    const double scale = static_cast<double>(input) / output;
    const double stretch = std::max(scale, 1.0);
    const double radius = (filter == Filter::bilinear ? 1.0 : 2.0) * stretch;
    Axis axis;
    axis.taps = (static_cast<int>(std::ceil(radius)) * 2 + 1 + 3) / 4 * 4;
    axis.weights.resize(static_cast<std::size_t>(axis.taps) * static_cast<std::size_t>(output));
    std::vector<double> exact(static_cast<std::size_t>(axis.taps));
    for (int i = 0; i < output; ++i) {
        const double center = (i + 0.5) * scale;
        const int first = std::max(static_cast<int>(std::floor(center - radius + 0.5)), 0);
        const int count =
            std::min(static_cast<int>(std::floor(center + radius + 0.5)), input) - first;
        double sum = 0;
        for (int k = 0; k < count; ++k)
            sum += exact[static_cast<std::size_t>(k)] =
                kernel((first + k - center + 0.5) / stretch, filter);
        std::int32_t *weights = axis.weights.data() + std::ptrdiff_t{i} * axis.taps;
        for (int k = 0; k < count; ++k)
            weights[k] = static_cast<std::int32_t>(
                std::lround(exact[static_cast<std::size_t>(k)] / sum * (1 << fraction_bits)));
        axis.first.push_back(first);
        axis.count.push_back(count);
    }
    return axis;
}

std::uint8_t to_byte(std::int32_t sum) noexcept {
    return static_cast<std::uint8_t>(std::clamp(sum >> fraction_bits, 0, 255));
}

constexpr std::int32_t half = 1 << (fraction_bits - 1);

void horizontal_row(const std::uint8_t *input, const Axis &axis, std::uint8_t *output) {
    const std::int32_t *weights = axis.weights.data();
    for (std::size_t i = 0; i < axis.first.size(); ++i, weights += axis.taps, output += 3) {
        const std::uint8_t *from = input + std::ptrdiff_t{3} * axis.first[i];
        std::int32_t red = half, green = half, blue = half;
        for (int k = 0; k < axis.count[i]; ++k, from += 3) {
            red += from[0] * weights[k];
            green += from[1] * weights[k];
            blue += from[2] * weights[k];
        }
        output[0] = to_byte(red);
        output[1] = to_byte(green);
        output[2] = to_byte(blue);
    }
}

#if defined(__x86_64__)
/// Four pixels a step: 12 bytes become (r0 r1 g0 g1 b0 b1 – –) and the same of pixels 2 and 3 as 16
/// bits, multiplied by pairs of weights. The sums are exact, hence the same as in horizontal_row().
/// Reads up to 4 bytes behind the last pixel of the taps, which the caller provides.
[[gnu::target("avx2")]] void horizontal_row_avx2(const std::uint8_t *input, const Axis &axis,
                                                 const std::vector<std::int16_t> &high,
                                                 const std::vector<std::int16_t> &low,
                                                 std::uint8_t *output) {
    const __m256i spread =
        _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1, 6, -1, 9, -1, 7,
                         -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
    const __m256i pairs = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
    const auto taps = static_cast<std::size_t>(axis.taps);
    for (std::size_t i = 0; i < axis.first.size(); ++i, output += 3) {
        const std::uint8_t *from = input + std::ptrdiff_t{3} * axis.first[i];
        __m256i high_sum = _mm256_setzero_si256();
        __m256i low_sum = _mm256_setzero_si256();
        const auto count = static_cast<std::size_t>(axis.count[i]);
        for (std::size_t k = 0; k < count; k += 4) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from + 3 * k));
            const __m256i pixels = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(bytes), spread);
            long long four_high = 0, four_low = 0;
            std::memcpy(&four_high, high.data() + i * taps + k, sizeof(four_high));
            std::memcpy(&four_low, low.data() + i * taps + k, sizeof(four_low));
            const __m256i high_weights = _mm256_permutevar8x32_epi32(
                _mm256_castsi128_si256(_mm_cvtsi64_si128(four_high)), pairs);
            const __m256i low_weights = _mm256_permutevar8x32_epi32(
                _mm256_castsi128_si256(_mm_cvtsi64_si128(four_low)), pairs);
            high_sum = _mm256_add_epi32(high_sum, _mm256_madd_epi16(pixels, high_weights));
            low_sum = _mm256_add_epi32(low_sum, _mm256_madd_epi16(pixels, low_weights));
        }
        const __m256i both = _mm256_add_epi32(_mm256_slli_epi32(high_sum, split_bits), low_sum);
        __m128i sum =
            _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
        sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(half)), fraction_bits);
        sum = _mm_packs_epi32(sum, sum);
        sum = _mm_packus_epi16(sum, sum);
        const int packed = _mm_cvtsi128_si32(sum);
        std::memcpy(output, &packed, 3);
    }
}
#endif

/// All rows of the crop, each brought to the output's width.
std::vector<std::uint8_t> horizontal_pass(const Image &image, const Rect &crop, const Axis &axis) {
    const std::size_t output_row = axis.first.size() * 3;
    std::vector<std::uint8_t> result(output_row * static_cast<std::size_t>(crop.height));
    const auto row_of = [&](int y) {
        return image.pixels.data() + (std::ptrdiff_t{crop.y + y} * image.width + crop.x) * 3;
    };
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") != 0) {
        std::vector<std::int16_t> high(axis.weights.size()), low(axis.weights.size());
        for (std::size_t i = 0; i < axis.weights.size(); ++i) {
            high[i] = static_cast<std::int16_t>(axis.weights[i] >> split_bits);
            low[i] = static_cast<std::int16_t>(axis.weights[i] & ((1 << split_bits) - 1));
        }
        // The vector loads read a little beyond the taps: the last rows are copied with room.
        const std::size_t crop_row = static_cast<std::size_t>(crop.width) * 3;
        std::vector<std::uint8_t> padded(crop_row + 16);
        const std::uint8_t *end = image.pixels.data() + image.pixels.size();
        for (int y = 0; y < crop.height; ++y) {
            const std::uint8_t *row = row_of(y);
            if (end - row < static_cast<std::ptrdiff_t>(padded.size())) {
                std::copy_n(row, crop_row, padded.begin());
                row = padded.data();
            }
            horizontal_row_avx2(row, axis, high, low,
                                result.data() + static_cast<std::size_t>(y) * output_row);
        }
        return result;
    }
#endif
    for (int y = 0; y < crop.height; ++y)
        horizontal_row(row_of(y), axis, result.data() + static_cast<std::size_t>(y) * output_row);
    return result;
}

/// Rows of `row_size` bytes are summed under the weights; channels do not matter here.
void vertical_pass(const std::uint8_t *input, std::size_t row_size, const Axis &axis,
                   std::uint8_t *output) {
    std::vector<std::int32_t> sums(row_size);
    for (std::size_t i = 0; i < axis.first.size(); ++i) {
        std::ranges::fill(sums, half);
        for (int k = 0; k < axis.count[i]; ++k) {
            const std::int32_t weight =
                axis.weights[i * static_cast<std::size_t>(axis.taps) + static_cast<std::size_t>(k)];
            const std::uint8_t *row =
                input + static_cast<std::size_t>(axis.first[i] + k) * row_size;
            for (std::size_t x = 0; x < row_size; ++x)
                sums[x] += row[x] * weight;
        }
        for (std::size_t x = 0; x < row_size; ++x)
            *output++ = to_byte(sums[x]);
    }
}

void cut_out(const Image &image, const Rect &crop, std::vector<std::uint8_t> &pixels) {
    const auto row_size = static_cast<std::size_t>(crop.width) * 3;
    for (int y = 0; y < crop.height; ++y)
        std::copy_n(image.pixels.data() + (std::ptrdiff_t{crop.y + y} * image.width + crop.x) * 3,
                    row_size, pixels.data() + static_cast<std::size_t>(y) * row_size);
}

void take_nearest(const Image &image, const Rect &crop, Image &result) {
    const auto source = [](int i, int input, int output) {
        return std::min(static_cast<int>((i + 0.5) * input / output), input - 1);
    };
    std::uint8_t *to = result.pixels.data();
    for (int y = 0; y < result.height; ++y) {
        const std::ptrdiff_t row = crop.y + source(y, crop.height, result.height);
        for (int x = 0; x < result.width; ++x, to += 3)
            std::copy_n(image.pixels.data() +
                            (row * image.width + crop.x + source(x, crop.width, result.width)) * 3,
                        3, to);
    }
}

} // namespace

Image resize(const Image &image, const Rect &crop, int width, int height, Filter filter) {
    Image result{width, height, {}};
    result.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    if (crop.width == width && crop.height == height) {
        cut_out(image, crop, result.pixels);
    } else if (filter == Filter::nearest) {
        take_nearest(image, crop, result);
    } else if (crop.height == height) { // a pass that changes nothing is left out
        result.pixels = horizontal_pass(image, crop, make_axis(crop.width, width, filter));
    } else {
        std::vector<std::uint8_t> narrowed;
        if (crop.width == width) {
            narrowed.resize(static_cast<std::size_t>(width) *
                            static_cast<std::size_t>(crop.height) * 3);
            cut_out(image, crop, narrowed);
        } else {
            narrowed = horizontal_pass(image, crop, make_axis(crop.width, width, filter));
        }
        vertical_pass(narrowed.data(), static_cast<std::size_t>(width) * 3,
                      make_axis(crop.height, height, filter), result.pixels.data());
    }
    return result;
}

} // namespace vitrine
