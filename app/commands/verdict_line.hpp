// A verdict on the command line, in the language of speech().
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/verdict.hpp"

#include <nlohmann/json.hpp>

#include <span>
#include <string>

namespace vitrine {

/// As a person says it, with its mark: "Cat ● Very sure".
[[nodiscard]] std::string verdict_sentence(const Verdict &verdict, const Manifest &manifest);

/// "tabby 38.5%, tiger cat 36.3%".
[[nodiscard]] std::string prediction_list(std::span<const Prediction> predictions,
                                          const Manifest &manifest);

/// [{"id", "label", "probability"}, …]
[[nodiscard]] nlohmann::ordered_json predictions_json(std::span<const Prediction> predictions,
                                                      const Manifest &manifest);

} // namespace vitrine
