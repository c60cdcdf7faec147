// run.json: everything needed to repeat a run.
#pragma once

#include "core/training/run/training_run.hpp"

namespace vitrine {

[[nodiscard]] nlohmann::ordered_json describe_run(const RunSetup &setup, const TrainingData &data);

/// Compares with the run.json of the run that is resumed. Errors: changed_on_resume (the fields
/// that differ), unreadable. The value: the parts of `environment` that differ, which is allowed.
[[nodiscard]] Result<std::vector<std::string>> check_same_run(const std::filesystem::path &run_json,
                                                              const nlohmann::ordered_json &now);

} // namespace vitrine
