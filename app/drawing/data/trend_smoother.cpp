#include "app/drawing/data/trend_smoother.hpp"

#include <cmath>

namespace vitrine {

double TrendSmoother::add(double x, double y) {
    if (sum_1_ > 0) {
        const double d = x - x_;
        if (d != distance_) { // steps are mostly alike: spare the exponential
            distance_ = d;
            decay_ = std::exp(-d / width_);
        }
        // Everything moves back by d and fades.
        sum_uu_ = decay_ * (sum_uu_ - 2 * d * sum_u_ + d * d * sum_1_);
        sum_uy_ = decay_ * (sum_uy_ - d * sum_y_);
        sum_u_ = decay_ * (sum_u_ - d * sum_1_);
        sum_1_ *= decay_;
        sum_y_ *= decay_;
    }
    sum_1_ += 1;
    sum_y_ += y;
    x_ = x;
    const double held = sum_uu_ + width_ * width_;
    return (held * sum_y_ - sum_u_ * sum_uy_) / (held * sum_1_ - sum_u_ * sum_u_);
}

} // namespace vitrine
