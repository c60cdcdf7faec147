// The model files of a run: the best so far and the last.
#pragma once

#include "core/training/run/training_run.hpp"

namespace vitrine {

/// A model file's content from a session's weights. `accuracy`: on the test pictures, 0 to 1.
[[nodiscard]] Model model_of(const RunSetup &setup, const TrainingData &data, TensorMap weights,
                             int epochs, double accuracy);

/// Logits of the test pictures (float32, N × classes) with their labels (int32, N) and the epoch.
/// Errors: those of write_safetensors().
[[nodiscard]] Result<void> write_predictions(const std::filesystem::path &path,
                                             const std::vector<float> &logits,
                                             const LabelledPixels &test, int classes, int epoch);

/// Calibrates the model on every second test picture (logits as in predictions.safetensors), adds
/// golden pictures from the test set and its most frequent mix-ups, and gives what the other
/// pictures say about it, as the fields of an event. Errors: those of services.reference_logits and
/// read_safetensors().
[[nodiscard]] Result<nlohmann::ordered_json> finish_model(Model &model, const TrainingData &data,
                                                          const std::vector<float> &logits,
                                                          const RunServices &services);

} // namespace vitrine
