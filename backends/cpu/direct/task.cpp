#include "backends/cpu/direct/task.hpp"

#include "backends/cpu/direct/winograd.hpp"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

namespace vitrine::direct {

namespace {

constexpr std::size_t cache_line = 64;

/// Seconds that a convolution costs on one ordinary core, up to a common factor: products at one
/// rate, weights that come from memory at another. Decides between the ways, from sizes alone, so
/// that the same model always computes the same way.
double cost(double products, double weights) {
    constexpr double products_a_second = 35e9;
    constexpr double weights_a_second = 2.5e9;
    return products / products_a_second + weights / weights_a_second;
}

/// Tile side for Winograd's method, 0 where plain multiplication is cheaper.
int best_tile(const Step &step) {
    const auto &layer = step.layer;
    if (layer.kernel != 3 || layer.stride != 1 || layer.groups != 1 ||
        layer.in_channels % lanes != 0 || padding_of(layer, step.in.height).first != 1 ||
        padding_of(layer, step.in.width).first != 1) {
        return 0;
    }
    const double pairs = double{static_cast<double>(layer.in_channels)} * layer.out_channels;
    double least = cost(9.0 * step.out.height * step.out.width * pairs, 9.0 * pairs);
    int best = 0;
    for (const int m : {2, 4}) {
        const double tiles =
            static_cast<double>((step.out.height + m - 1) / m) * ((step.out.width + m - 1) / m);
        const double positions = winograd_positions(m);
        // The transforms cost about as much as this share of the products.
        constexpr double overhead = 1.25;
        const double now = cost(overhead * tiles * positions * pairs, positions * pairs);
        if (now < least) {
            least = now;
            best = m;
        }
    }
    return best;
}

} // namespace

AlignedFloats::AlignedFloats(std::size_t count) : size_(count) {
    const std::size_t bytes = (count * sizeof(float) / cache_line + 1) * cache_line;
    data_.reset(static_cast<float *>(std::aligned_alloc(cache_line, bytes)));
    if (!data_) {
        throw std::bad_alloc();
    }
    std::memset(data_.get(), 0, bytes);
}

void AlignedFloats::Free::operator()(float *data) const noexcept { std::free(data); }

Finish finish_of(Activation activation, const float *bias) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    switch (activation) {
    case Activation::relu:
        return {bias, nullptr, 0.F, infinity};
    case Activation::relu6:
        return {bias, nullptr, 0.F, 6.F};
    default:
        return {bias, nullptr, -infinity, infinity};
    }
}

std::unique_ptr<Task> make_task(const Step &step, int threads) {
    const auto &layer = step.layer;
    if (step.out.channels % lanes != 0) {
        return nullptr;
    }
    switch (layer.kind) {
    case LayerKind::convolution:
        if (layer.groups != 1) {
            return layer.groups == layer.in_channels && layer.groups == layer.out_channels
                       ? make_depthwise(step, threads)
                       : nullptr;
        }
        if (const int m = best_tile(step); m > 0) {
            return make_winograd(step, m, threads);
        }
        return make_convolution(step, threads);
    case LayerKind::linear:
        return make_convolution(step, threads);
    case LayerKind::max_pool:
        return make_max_pool(step);
    case LayerKind::average_pool:
        return make_average_pool(step);
    default:
        return nullptr;
    }
}

} // namespace vitrine::direct
