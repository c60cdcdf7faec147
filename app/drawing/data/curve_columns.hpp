// A curve reduced to what a picture of a given width can show of it.
#pragma once

#include "app/drawing/data/axis.hpp"
#include "app/drawing/data/point_series.hpp"

#include <vector>

namespace vitrine {

/// Where a picture's pixels are on the axes: y runs downwards, as in pictures.
struct PixelGrid {
    AxisRange x;
    AxisRange y;
    int width = 0;
    int height = 0;

    [[nodiscard]] double column_of(double value) const { return x.place_of(value) * width; }
    /// Far outside values are cut off at some heights, so that they stay numbers.
    [[nodiscard]] double row_of(double value) const;
};

/// What a curve does in one column of pixels. Up to two points are kept as they are; of more the
/// first, the last and the extent, with which a line drawn through all of them fills the column
/// just as well (compare Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation",
/// VLDB 2014).
struct CurveColumn {
    struct Point {
        double x = 0; ///< px from the left
        double y = 0; ///< px from the top
    };
    int column = 0; ///< −1 and `width`: the neighbours outside, which lines lead to
    Point first;
    Point last;
    bool filled = false; ///< more than two points: everything from top to bottom
    double top = 0;
    double bottom = 0;
};

/// `values` are points.raw() or points.smooth(). Costs about a search a column, whatever the number
/// of points. What a column holds depends on the grid and on the points in it alone: columns before
/// the newest points stay as they are while points come in.
[[nodiscard]] std::vector<CurveColumn>
curve_columns(const PointSeries &points, const MinMaxPyramid &values, const PixelGrid &grid);

} // namespace vitrine
