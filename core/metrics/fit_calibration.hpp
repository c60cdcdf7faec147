// Honest probabilities and thresholds from a model's answers on pictures that it was not trained
// on.
#pragma once

#include "core/models/manifest.hpp"

#include <cstdint>
#include <span>

namespace vitrine {

/// Answers on N pictures.
struct LabelledLogits {
    std::span<const float> logits;        ///< N × classes, before any temperature
    std::span<const std::int32_t> labels; ///< N
    int classes = 0;
};

/// - Temperature: the least negative log likelihood (Guo et al., 2017, arXiv 1706.04599).
/// - Thresholds: answers called "sure" are right at least 97 times in 100, those called "probably"
///   at least 80 times. "Sure" also needs a probability of 0.9, so that a single answer near the
///   threshold is not much worse than the average that people are told of.
/// - Rejection: free energy (Liu et al., 2020, arXiv 2010.03759) at that temperature; the threshold
///   lets through 95 of 100 of these pictures.
/// Fewer than 50 pictures say too little about rare mistakes: the default Calibration comes back.
[[nodiscard]] Calibration fit_calibration(const LabelledLogits &answers);

/// How a verdict's answers came out.
struct VerdictFigures {
    std::int64_t count = 0;
    std::int64_t right = 0;
    [[nodiscard]] double precision() const { ///< 0 where there was none
        return count > 0 ? static_cast<double>(right) / static_cast<double>(count) : 0;
    }
};

struct CalibrationFigures {
    std::int64_t count = 0;
    double accuracy = 0;     ///< 0 to 1
    double error_before = 0; ///< expected calibration error at temperature 1
    double error_after = 0;
    VerdictFigures sure, probably, not_sure;
    double rejected = 0; ///< share of these, all known things, that would be rejected
};
[[nodiscard]] CalibrationFigures measure_calibration(const Calibration &calibration,
                                                     const LabelledLogits &answers);

} // namespace vitrine
