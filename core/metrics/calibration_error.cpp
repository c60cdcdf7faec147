#include "core/metrics/calibration_error.hpp"

#include <cmath>

namespace vitrine {

void CalibrationError::add(double confidence, bool correct) {
    if (!(confidence > 0))
        confidence = 0;
    if (confidence > 1)
        confidence = 1;
    // Intervals are open on the left: a confidence on a border belongs to the bin below it.
    const double upper = std::ceil(confidence * static_cast<double>(bins));
    const std::size_t index = upper < 1 ? 0 : static_cast<std::size_t>(upper) - 1;
    Bin &bin = bins_.at(index);
    ++bin.count;
    bin.correct += correct ? 1 : 0;
    bin.confidence_sum += confidence;
}

double CalibrationError::value() const {
    std::int64_t total = 0;
    double gaps = 0;
    for (const Bin &bin : bins_) {
        total += bin.count;
        // |B|·|correct/|B| − sum/|B|| = |correct − sum|
        gaps += std::abs(static_cast<double>(bin.correct) - bin.confidence_sum);
    }
    return total == 0 ? 0.0 : gaps / static_cast<double>(total);
}

} // namespace vitrine
