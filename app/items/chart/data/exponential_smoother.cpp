#include "app/items/chart/data/exponential_smoother.hpp"

#include <cmath>

namespace vitrine {

double ExponentialSmoother::add(double x, double y) {
    if (weight_ > 0 && x - x_ != distance_) { // steps are mostly alike: spare the exponential
        distance_ = x - x_;
        decay_ = std::exp(-distance_ / width_);
    }
    sum_ = sum_ * decay_ + y;
    weight_ = weight_ * decay_ + 1;
    x_ = x;
    return sum_ / weight_;
}

} // namespace vitrine
