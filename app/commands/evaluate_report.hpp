// What `evaluate` found, and how it is told.
#pragma once

#include "core/metrics/calibration_error.hpp"
#include "core/metrics/confusion.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <string>
#include <vector>

namespace vitrine {

struct SkippedPicture {
    std::string path;
    Error error;
};

struct EvaluationReport {
    explicit EvaluationReport(int classes) : confusion(classes) {}
    ConfusionMatrix confusion;
    CalibrationError calibration; ///< of probabilities after the model's temperature
    std::vector<SkippedPicture> skipped;
};

/// On standard output; skipped pictures of print_words() on standard error.
void print_json(const EvaluationReport &report, const Manifest &manifest);
void print_words(const EvaluationReport &report, const Manifest &manifest);

} // namespace vitrine
