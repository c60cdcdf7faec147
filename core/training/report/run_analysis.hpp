// What a model gets right and what it mixes up.
#pragma once

#include "core/metrics/calibration_error.hpp"
#include "core/metrics/confusion.hpp"
#include "core/training/report/run_answers.hpp"

#include <cstdint>
#include <vector>

namespace vitrine {

/// One picture and what was guessed.
struct RunGuess {
    std::size_t picture = 0; ///< its place among the test pictures
    int true_class = 0;
    int guessed_class = 0;       ///< of the largest logit, the first of equal ones
    double probability = 0;      ///< of the guess, calibrated
    double true_probability = 0; ///< of the true class, calibrated
    [[nodiscard]] bool right() const noexcept { return true_class == guessed_class; }
};

struct RunAnalysis {
    std::vector<RunGuess> guesses; ///< one a picture, in their order
    ConfusionMatrix confusion{1};
    std::vector<MixUp> mix_ups; ///< those that happened, most often first, then by class
    CalibrationError calibration;

    /// The pictures of one cell of the matrix, the surest first.
    [[nodiscard]] std::vector<RunGuess> pictures_of(int true_class, int guessed_class) const;
    /// The wrong guesses that the model was surest of, surest first.
    [[nodiscard]] std::vector<RunGuess> worst_mistakes(std::size_t most) const;
};

[[nodiscard]] RunAnalysis analyse_run(const RunAnswers &answers);

} // namespace vitrine
