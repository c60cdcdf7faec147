#include "app/services/heat_map.hpp"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace vitrine {
namespace {

struct Stop {
    double share, red, green, blue, alpha; // colours and alpha 0 to 255
};
constexpr std::array<Stop, 5> stops{{{0.00, 16, 24, 96, 0},
                                     {0.30, 24, 56, 148, 70},
                                     {0.55, 92, 112, 150, 130},
                                     {0.80, 212, 180, 70, 170},
                                     {1.00, 255, 236, 90, 200}}};
constexpr int steps = 256;

/// Four neighbours on a line of `count` samples, and their weights.
struct Taps {
    std::array<int, 4> at;
    std::array<double, 4> weight;
};

/// For pixel `i` of `size`. Catmull and Rom, 1974: the cubic through its samples (Keys, a = −0.5).
Taps taps(int i, int size, int count) {
    const double position = (i + 0.5) * count / size - 0.5;
    const double floor = std::floor(position);
    const double t = position - floor;
    Taps result{};
    for (int k = 0; k < 4; ++k)
        result.at[static_cast<std::size_t>(k)] =
            std::clamp(static_cast<int>(floor) + k - 1, 0, count - 1);
    result.weight = {0.5 * (-t + 2 * t * t - t * t * t), 0.5 * (2 - 5 * t * t + 3 * t * t * t),
                     0.5 * (t + 4 * t * t - 3 * t * t * t), 0.5 * (-t * t + t * t * t)};
    return result;
}

std::array<QRgb, steps> colour_table() {
    std::array<QRgb, steps> table{};
    for (int i = 0; i < steps; ++i)
        table[static_cast<std::size_t>(i)] =
            qPremultiply(heat_colour(double(i) / (steps - 1)).rgba());
    return table;
}

} // namespace

QColor heat_colour(double share) {
    const double wanted = std::clamp(share, 0.0, 1.0);
    std::size_t above = 1;
    while (above + 1 < stops.size() && stops[above].share < wanted)
        ++above;
    const Stop &from = stops[above - 1];
    const Stop &to = stops[above];
    const double t = (wanted - from.share) / (to.share - from.share);
    const auto mixed = [t](double a, double b) {
        return static_cast<int>(std::lround(a + t * (b - a)));
    };
    return {mixed(from.red, to.red), mixed(from.green, to.green), mixed(from.blue, to.blue),
            mixed(from.alpha, to.alpha)};
}

QImage paint_heat_map(std::span<const float> map, int rows, int columns, int width, int height) {
    if (map.empty() ||
        map.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) ||
        width < 1 || height < 1 ||
        !std::ranges::all_of(map, [](float v) { return std::isfinite(v); }))
        return {};
    const double largest = *std::ranges::max_element(map);
    if (largest <= 0)
        return {};
    const auto column_count = static_cast<std::size_t>(columns);
    const auto pixel_count = static_cast<std::size_t>(width);
    std::vector<double> wide(static_cast<std::size_t>(rows) * pixel_count); // rows × width
    for (int x = 0; x < width; ++x) {
        const Taps tap = taps(x, width, columns);
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row)
            for (std::size_t k = 0; k < 4; ++k)
                wide[row * pixel_count + static_cast<std::size_t>(x)] +=
                    tap.weight[k] *
                    std::max(0.0,
                             double{map[row * column_count + static_cast<std::size_t>(tap.at[k])]});
    }
    static const std::array<QRgb, steps> table = colour_table();
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < height; ++y) {
        const Taps tap = taps(y, height, rows);
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (std::size_t x = 0; x < pixel_count; ++x) {
            double value = 0;
            for (std::size_t k = 0; k < 4; ++k)
                value +=
                    tap.weight[k] * wide[static_cast<std::size_t>(tap.at[k]) * pixel_count + x];
            const double share = std::clamp(value / largest, 0.0, 1.0);
            line[x] = table[static_cast<std::size_t>(std::lround(share * (steps - 1)))];
        }
    }
    return image;
}

} // namespace vitrine
