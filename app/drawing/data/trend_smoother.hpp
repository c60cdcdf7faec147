// A calm curve through noisy values.
#pragma once

namespace vitrine {

/// A straight line is fitted to the values so far, those near the newest counting most, and its
/// height at the newest x is the smooth value: one-sided local regression of degree one (Cleveland,
/// "Robust Locally Weighted Regression", JASA 74, 1979) with the weights exp(−d / width) for a
/// value that lies d behind. Unlike an exponential mean it does not lag behind a curve that falls
/// steadily, so training is not drawn worse than it is. While there are few values, the slope is
/// held back by a ridge of width² (Hoerl and Kennard, "Ridge Regression", Technometrics 12,
/// 1970): a small pull towards level.
///
/// Measured in x, so a run of few steps an epoch and one of many look alike. Only looks back: what
/// is drawn stays.
class TrendSmoother {
  public:
    explicit TrendSmoother(double width) : width_(width) {} ///< above 0, in units of x

    /// x must not decrease. Returns the smooth value at x.
    double add(double x, double y);

  private:
    double width_;
    double x_ = 0;
    double distance_ = -1; ///< that `decay_` is for
    double decay_ = 0;
    // Weighted sums over values at u = x_i − x, which is 0 or less.
    double sum_1_ = 0;
    double sum_u_ = 0;
    double sum_uu_ = 0;
    double sum_y_ = 0;
    double sum_uy_ = 0;
};

} // namespace vitrine
