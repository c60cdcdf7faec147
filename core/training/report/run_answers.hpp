// What a run's best model answered on the test pictures.
#pragma once

#include "core/models/manifest.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace vitrine {

struct RunAnswers {
    std::vector<float> logits;        ///< N × classes, finite, before any temperature
    std::vector<std::int32_t> labels; ///< N, 0 … classes − 1, in the data set's order
    int epoch = 0;                    ///< the best one
    std::vector<Phrase> class_names;
    double temperature = 1;            ///< of the model's calibration
    InputRule input;                   ///< that pictures are fitted with
    std::string dataset;               ///< where it lay
    std::string dataset_fingerprint;   ///< see TrainingData
    std::vector<std::string> left_out; ///< names of pictures that the run did without

    [[nodiscard]] std::size_t count() const { return labels.size(); }
    [[nodiscard]] std::size_t classes() const { return class_names.size(); }
};

/// Reads predictions.safetensors, the manifest of best.safetensors and, where it is there, run.json
/// in a run folder; a run may be under way. Errors: no_predictions (folder): no epoch is done yet;
/// bad_predictions (path, reason): they do not fit the model or are no numbers; those of
/// read_safetensors() and read_model_manifest().
[[nodiscard]] Result<RunAnswers> read_run_answers(const std::filesystem::path &folder);

} // namespace vitrine
