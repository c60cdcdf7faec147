#include "app/drawing/data/curve_columns.hpp"

#include <algorithm>

namespace vitrine {
namespace {

/// Points first … last − 1 share a column.
CurveColumn column_of(const PointSeries &points, const MinMaxPyramid &values, const PixelGrid &grid,
                      int column, std::size_t first, std::size_t last) {
    const auto at = [&](std::size_t index) {
        return CurveColumn::Point{grid.column_of(points.x(index)), grid.row_of(values[index])};
    };
    CurveColumn result{column, at(first), at(last - 1), last - first > 2, 0, 0};
    if (result.filled) {
        const Extent extent = values.extent(first, last);
        result.top = grid.row_of(extent.maximum);
        result.bottom = grid.row_of(extent.minimum);
    }
    return result;
}

} // namespace

double PixelGrid::row_of(double value) const {
    constexpr double far = 16; // heights
    return (1 - std::clamp(y.place_of(value), -far, far)) * height;
}

std::vector<CurveColumn> curve_columns(const PointSeries &points, const MinMaxPyramid &values,
                                       const PixelGrid &grid) {
    std::vector<CurveColumn> columns;
    if (values.size() == 0 || grid.width < 1 || grid.height < 1)
        return columns;
    columns.reserve(static_cast<std::size_t>(grid.width) + 2);
    std::size_t index = points.first_at_or_after(grid.x.minimum);
    if (index > 0)
        columns.push_back(column_of(points, values, grid, -1, index - 1, index));
    for (int column = 0; column < grid.width && index < points.size(); ++column) {
        const bool is_last = column + 1 == grid.width;
        const double end = grid.x.value_at((column + 1.0) / grid.width);
        std::size_t next = points.first_at_or_after(end, index);
        while (is_last && next < points.size() && points.x(next) <= grid.x.maximum)
            ++next; // the end of the axis belongs to the last column
        if (next > index)
            columns.push_back(column_of(points, values, grid, column, index, next));
        index = next;
    }
    if (index < points.size())
        columns.push_back(column_of(points, values, grid, grid.width, index, index + 1));
    return columns;
}

} // namespace vitrine
