// The points of a curve, with what is needed to draw any part of it quickly.
#pragma once

#include "app/drawing/data/append_array.hpp"
#include "app/drawing/data/min_max_pyramid.hpp"
#include "app/drawing/data/trend_smoother.hpp"

#include <cstddef>
#include <limits>
#include <optional>

namespace vitrine {

/// Points in order of x, raw and smoothed. A copy costs about a reference a 4,096 points and may be
/// read by another thread while the original grows.
class PointSeries {
  public:
    /// False where the point was left out: not finite, or before the last one.
    bool append(double x, double y);
    void clear();
    void truncate(std::size_t size);  ///< keeps the first `size` points
    void set_smoothing(double width); ///< in units of x; 0 or less: none. Goes over all points
    [[nodiscard]] double smoothing() const noexcept { return smoothing_; }

    [[nodiscard]] std::size_t size() const noexcept { return x_.size(); }
    [[nodiscard]] bool empty() const noexcept { return x_.empty(); }
    [[nodiscard]] double x(std::size_t index) const { return x_[index]; }
    [[nodiscard]] double y(std::size_t index) const { return raw_[index]; }
    [[nodiscard]] std::size_t ignored() const noexcept { return ignored_; } ///< since clear()
    /// Least y above 0 since clear(), for logarithmic axes; infinity where there is none.
    [[nodiscard]] double least_positive() const noexcept { return least_positive_; }
    [[nodiscard]] const MinMaxPyramid &raw() const noexcept { return raw_; }
    [[nodiscard]] bool has_smooth() const noexcept { return smoothing_ > 0; }
    [[nodiscard]] const MinMaxPyramid &smooth() const noexcept { return smooth_; }

    /// First index in `from` … size() with an x at or after `x`.
    [[nodiscard]] std::size_t first_at_or_after(double x, std::size_t from = 0) const;
    /// The point whose x is nearest, the earlier of two; none where there is no point.
    [[nodiscard]] std::optional<std::size_t> nearest(double x) const;

  private:
    void smooth_from_start();

    AppendArray<double> x_;
    MinMaxPyramid raw_;
    MinMaxPyramid smooth_; ///< as long as raw_, or empty without smoothing
    TrendSmoother smoother_{1};
    double smoothing_ = 0;
    double least_positive_ = std::numeric_limits<double>::infinity();
    std::size_t ignored_ = 0;
};

} // namespace vitrine
