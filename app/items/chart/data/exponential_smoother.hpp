// A calm curve through noisy values.
#pragma once

namespace vitrine {

/// Exponentially weighted mean over values at increasing x: a value that lies d behind weighs
/// exp(−d / width), and the weights are normalised (the "bias correction" of Kingma and Ba, "Adam",
/// 2015, arXiv 1412.6980, section 3), so that the first values are not pulled towards zero. At
/// equal distances this is TensorBoard's smoothing of weight exp(−distance / width); measured in x,
/// a run of few steps an epoch and one of many look alike.
class ExponentialSmoother {
  public:
    explicit ExponentialSmoother(double width) : width_(width) {} ///< above 0, in units of x

    /// x must not decrease. Returns the mean at x. A value weighs 1, however close its neighbours.
    double add(double x, double y);

  private:
    double width_;
    double x_ = 0;
    double distance_ = -1; ///< that `decay_` is for
    double decay_ = 0;
    double sum_ = 0;
    double weight_ = 0;
};

} // namespace vitrine
