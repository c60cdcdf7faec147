#include "core/camera/answer/score_smoother.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

const Scores &ScoreSmoother::add(const Scores &scores, double time_s) {
    constexpr double surely = 0.6, hardly = 0.4;
    if (scores.probabilities.empty())
        return smoothed_;
    const double rejected = scores.rejected ? 1 : 0;
    if (smoothed_.probabilities.size() != scores.probabilities.size()) {
        smoothed_ = scores;
        rejected_share_ = rejected;
        last_s_ = time_s;
        return smoothed_;
    }
    const double passed = std::max(0.0, time_s - last_s_);
    last_s_ = std::max(last_s_, time_s);
    const double weight = -std::expm1(-passed / time_constant_s);
    for (std::size_t i = 0; i < scores.probabilities.size(); ++i)
        smoothed_.probabilities[i] +=
            weight * (scores.probabilities[i] - smoothed_.probabilities[i]);
    rejected_share_ += weight * (rejected - rejected_share_);
    smoothed_.rejected = smoothed_.rejected ? rejected_share_ >= hardly : rejected_share_ > surely;
    return smoothed_;
}

} // namespace vitrine
