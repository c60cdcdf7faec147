#include "core/camera/answer/glance.hpp"

#include "core/support/checksum.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace vitrine {

namespace {

constexpr int samples_a_side = 4; ///< of a cell
constexpr int fingerprint_rows = 64;

float luma_of(const std::uint8_t *pixel) {
    return static_cast<float>(77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2]) / 256.F;
}

constexpr std::size_t cell(int row, int column) {
    return static_cast<std::size_t>(row) * Glance::side + static_cast<std::size_t>(column);
}

float mean_of_cell(const Frame &frame, const Rect &part, int row, int column) {
    const auto edges = [](int cell, int start, int length) {
        return std::array{start + cell * length / Glance::side,
                          start + (cell + 1) * length / Glance::side};
    };
    const auto [top, bottom] = edges(row, part.y, part.height);
    const auto [left, right] = edges(column, part.x, part.width);
    const int down = std::max(1, (bottom - top) / samples_a_side);
    const int across = std::max(1, (right - left) / samples_a_side);
    float sum = 0;
    int count = 0;
    // A cell smaller than a pixel still takes the one it lies in.
    for (int y = top; y < std::max(bottom, top + 1); y += down)
        for (int x = left; x < std::max(right, left + 1); x += across, ++count)
            sum += luma_of(frame.row(y) + std::ptrdiff_t{4} * x);
    return sum / static_cast<float>(count);
}

double laplacian_energy(const Glance &glance) {
    double sum = 0;
    const auto at = [&](int y, int x) { return double{glance.luma[cell(y, x)]}; };
    for (int y = 1; y + 1 < Glance::side; ++y)
        for (int x = 1; x + 1 < Glance::side; ++x) {
            const double value =
                4 * at(y, x) - at(y - 1, x) - at(y + 1, x) - at(y, x - 1) - at(y, x + 1);
            sum += value * value;
        }
    return sum / ((Glance::side - 2) * (Glance::side - 2));
}

std::string fingerprint_of(const Frame &frame) {
    Checksum checksum;
    const int step = std::max(1, frame.height / fingerprint_rows);
    for (int y = 0; y < frame.height; y += step)
        checksum.add(std::as_bytes(
            std::span(frame.row(y), std::size_t{4} * static_cast<std::size_t>(frame.width))));
    return checksum.hex();
}

} // namespace

Glance glance_at(const Frame &frame, const Rect &part) {
    Glance glance;
    if (part.width <= 0 || part.height <= 0)
        return glance;
    double sum = 0, squares = 0;
    for (int y = 0; y < Glance::side; ++y)
        for (int x = 0; x < Glance::side; ++x) {
            const float luma = mean_of_cell(frame, part, y, x);
            glance.luma[cell(y, x)] = luma;
            sum += luma;
            squares += double{luma} * luma;
        }
    const auto count = static_cast<double>(glance.luma.size());
    glance.brightness = sum / count;
    const double variance = std::max(0.0, squares / count - glance.brightness * glance.brightness);
    glance.contrast = std::sqrt(variance);
    if (std::min(part.width, part.height) >= Glance::side)
        glance.sharpness = laplacian_energy(glance) / (variance + 1);
    glance.fingerprint = fingerprint_of(frame);
    return glance;
}

} // namespace vitrine
