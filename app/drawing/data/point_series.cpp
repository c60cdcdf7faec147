#include "app/drawing/data/point_series.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

bool PointSeries::append(double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y) || (!x_.empty() && x < x_.back())) {
        ++ignored_;
        return false;
    }
    x_.append(x);
    raw_.append(y);
    if (y > 0)
        least_positive_ = std::min(least_positive_, y);
    if (has_smooth())
        smooth_.append(smoother_.add(x, y));
    return true;
}

void PointSeries::clear() {
    const double smoothing = smoothing_;
    *this = PointSeries();
    set_smoothing(smoothing);
}

void PointSeries::truncate(std::size_t size) {
    if (size >= this->size())
        return;
    x_.truncate(size);
    raw_.truncate(size);
    smooth_from_start(); // the smoother remembers no earlier state
}

void PointSeries::set_smoothing(double width) {
    const double wanted = width > 0 && std::isfinite(width) ? width : 0;
    if (wanted == smoothing_)
        return;
    smoothing_ = wanted;
    smooth_from_start();
}

void PointSeries::smooth_from_start() {
    smooth_ = MinMaxPyramid();
    if (!has_smooth())
        return;
    smoother_ = TrendSmoother(smoothing_);
    for (std::size_t i = 0; i < size(); ++i)
        smooth_.append(smoother_.add(x_[i], raw_[i]));
}

std::size_t PointSeries::first_at_or_after(double x, std::size_t from) const {
    std::size_t before = from;
    std::size_t after = size();
    // Doubling first: whoever walks along asks for the next place, which is near.
    for (std::size_t step = 1; before + step < after; step *= 2) {
        if (!(x_[before + step] < x)) {
            after = before + step;
            break;
        }
        before += step;
    }
    while (before < after) {
        const std::size_t middle = before + (after - before) / 2;
        if (x_[middle] < x)
            before = middle + 1;
        else
            after = middle;
    }
    return before;
}

std::optional<std::size_t> PointSeries::nearest(double x) const {
    if (empty() || std::isnan(x))
        return std::nullopt;
    const std::size_t after = first_at_or_after(x);
    if (after == 0)
        return 0;
    const bool before_is_nearer = after == size() || x - x_[after - 1] <= x_[after] - x;
    return before_is_nearer ? first_at_or_after(x_[after - 1]) : after;
}

} // namespace vitrine
