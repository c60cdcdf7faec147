#include "app/drawing/chart/coverage_mask.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// How much of the pixel `at` … `at` + 1 lies between `from` and `to`.
double overlap(int at, double from, double to) {
    return std::clamp(std::min(at + 1.0, to) - std::max<double>(at, from), 0.0, 1.0);
}

std::uint32_t blend(std::uint32_t under, std::uint32_t over, std::uint32_t alpha) {
    // Two channels at a time; alpha 0 to 256.
    const std::uint32_t red_blue =
        ((under & 0xFF00FF) * (256 - alpha) + (over & 0xFF00FF) * alpha) >> 8;
    const std::uint32_t green =
        ((under & 0x00FF00) * (256 - alpha) + (over & 0x00FF00) * alpha) >> 8;
    return 0xFF000000 | (red_blue & 0xFF00FF) | (green & 0x00FF00);
}

} // namespace

CoverageMask::CoverageMask(int width, int height, int margin)
    : margin_(margin), width_(width + 2 * margin), height_(height + 2 * margin),
      coverage_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_)) {}

void CoverageMask::clear() { std::ranges::fill(coverage_, std::uint8_t{0}); }

void CoverageMask::raise(int x, int y, double coverage) {
    std::uint8_t &held = coverage_[place_of(x, y)];
    held = std::max(held, static_cast<std::uint8_t>(coverage * 255 + 0.5));
}

void CoverageMask::line(double x1, double y1, double x2, double y2, double thickness) {
    for (double *coordinate : {&x1, &y1, &x2, &y2})
        *coordinate += margin_;
    const double reach = thickness / 2 + 0.5; // where the coverage comes to 0
    const double dx = x2 - x1;
    const double dy = y2 - y1;
    const double length_squared = dx * dx + dy * dy;
    const double length = std::sqrt(length_squared);
    const auto first_column = std::max(0.0, std::floor(std::min(x1, x2) - reach));
    const auto last_column = std::min(width_ - 1.0, std::ceil(std::max(x1, x2) + reach));
    for (int x = static_cast<int>(first_column); x <= last_column; ++x) {
        const double px = x + 0.5 - x1;
        double top = std::min(y1, y2) - reach;
        double bottom = std::max(y1, y2) + reach;
        if (dx != 0) { // the strip round the line that crosses this column
            const double middle = y1 + px * dy / dx;
            const double half = reach * length / std::abs(dx) + 0.5;
            top = std::max(top, middle - half);
            bottom = std::min(bottom, middle + half);
        }
        const int first_row = static_cast<int>(std::clamp(std::floor(top), 0.0, height_ + 0.0));
        const int last_row = static_cast<int>(std::clamp(std::ceil(bottom), -1.0, height_ - 1.0));
        for (int y = first_row; y <= last_row; ++y) {
            const double py = y + 0.5 - y1;
            const double along =
                length_squared > 0 ? std::clamp((px * dx + py * dy) / length_squared, 0.0, 1.0) : 0;
            const double ex = px - along * dx;
            const double ey = py - along * dy;
            const double distance = std::sqrt(ex * ex + ey * ey);
            if (distance < reach)
                raise(x, y, std::min({1.0, thickness, reach - distance}));
        }
    }
}

void CoverageMask::bar(double centre, double top, double bottom, double thickness) {
    for (double *coordinate : {&centre, &top, &bottom})
        *coordinate += margin_;
    const double half = thickness / 2;
    const int first_row = static_cast<int>(std::clamp(std::floor(top - half), 0.0, height_ + 0.0));
    const int last_row =
        static_cast<int>(std::clamp(std::floor(bottom + half), -1.0, height_ - 1.0));
    const int first_column = static_cast<int>(std::max(0.0, std::floor(centre - half)));
    const int last_column = static_cast<int>(std::min(width_ - 1.0, std::floor(centre + half)));
    for (int x = first_column; x <= last_column; ++x) {
        const double across = overlap(x, centre - half, centre + half);
        if (across == 0)
            continue;
        for (int y = first_row; y <= last_row; ++y)
            raise(x, y, across * overlap(y, top - half, bottom + half));
    }
}

void CoverageMask::curve(std::span<const CurveColumn> columns, double thickness) {
    const CurveColumn *before = nullptr;
    for (const CurveColumn &column : columns) {
        if (before != nullptr)
            line(before->last.x, before->last.y, column.first.x, column.first.y, thickness);
        else if (columns.size() == 1)
            line(column.first.x, column.first.y, column.first.x, column.first.y, thickness);
        if (column.filled)
            bar(column.column + 0.5, column.top, column.bottom, std::max(1.0, thickness));
        else if (column.first.x != column.last.x || column.first.y != column.last.y)
            line(column.first.x, column.first.y, column.last.x, column.last.y, thickness);
        before = &column;
    }
}

void CoverageMask::paint(QImage &picture, int left, int top, const QColor &color) const {
    const std::uint32_t over = color.rgb();
    const auto opacity = static_cast<std::uint32_t>(std::lround(color.alphaF() * 256));
    left -= margin_;
    top -= margin_;
    const int first_column = std::max(0, -left);
    const int last_column = std::min(width_, picture.width() - left);
    for (int y = std::max(0, -top); y < std::min(height_, picture.height() - top); ++y) {
        auto *line = reinterpret_cast<std::uint32_t *>(picture.scanLine(top + y)) + left;
        const std::uint8_t *coverage =
            coverage_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_);
        for (int x = first_column; x < last_column; ++x)
            if (coverage[x] != 0) {
                const std::uint32_t alpha = (coverage[x] + (coverage[x] >> 7)) * opacity >> 8;
                line[x] = blend(line[x], over, alpha);
            }
    }
}

} // namespace vitrine
