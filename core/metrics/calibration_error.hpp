// How far confidence and accuracy lie apart.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine {

/// Expected calibration error over 15 bins of equal width, Guo et al., "On Calibration of Modern
/// Neural Networks", 2017 (arXiv 1706.04599), equations 2 to 4: bin m holds the confidences in
/// ((m−1)/15, m/15]; ECE = Σ |B_m|/n · |acc(B_m) − conf(B_m)|. The confidence is the calibrated
/// probability of the guessed class. Fed one answer at a time, so nothing is kept.
class CalibrationError {
  public:
    static constexpr std::size_t bins = 15;
    struct Bin {
        std::int64_t count = 0;
        std::int64_t correct = 0;
        double confidence_sum = 0;
    };

    /// confidence in 0 to 1; values outside, and what is not a number, count at the nearer end (0).
    void add(double confidence, bool correct);
    [[nodiscard]] double value() const; ///< 0 to 1; 0 where nothing was added

    /// What a reliability diagram shows; bin m of the formula at index m − 1.
    [[nodiscard]] const std::array<Bin, bins> &counts() const noexcept { return bins_; }

  private:
    std::array<Bin, bins> bins_{};
};

} // namespace vitrine
