// How much of each pixel a curve covers.
#pragma once

#include "app/drawing/data/curve_columns.hpp"

#include <QColor>
#include <QImage>

#include <cstdint>
#include <span>
#include <vector>

namespace vitrine {

/// Strokes of one colour, gathered as coverages from 0 to 255 and laid over a picture at once, so
/// that a curve that meets itself does not get darker there. Each stroke is antialiased by the
/// distance of the pixel's centre from it; where strokes meet the larger coverage holds, which
/// makes round joins and no seams. What a stroke does to a pixel depends on nothing else, so
/// nothing shimmers.
class CoverageMask {
  public:
    /// Covers (−margin, −margin) to (width + margin, height + margin), px; what is outside is cut.
    CoverageMask(int width, int height, int margin);

    void clear();
    /// A line with round ends; a dot where both ends are one. `thickness` px.
    void line(double x1, double y1, double x2, double y2, double thickness);
    /// The columns of a curve, joined by lines; a lone point is a dot.
    void curve(std::span<const CurveColumn> columns, double thickness);
    /// Paints `color` with its own opacity times the coverage. (left, top) is where the mask's (0,
    /// 0) lies in the picture (Format_RGB32, device pixels); what stands over is cut.
    void paint(QImage &picture, int left, int top, const QColor &color) const;

    [[nodiscard]] int coverage(int x, int y) const {
        return coverage_[place_of(x + margin_, y + margin_)];
    }

  private:
    // From here on (0, 0) is the corner of what is covered.
    [[nodiscard]] std::size_t place_of(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
               static_cast<std::size_t>(x);
    }
    void bar(double centre, double top, double bottom, double thickness);
    void raise(int x, int y, double coverage);

    int margin_;
    int width_; ///< with both margins
    int height_;
    std::vector<std::uint8_t> coverage_; ///< height × width
};

} // namespace vitrine
