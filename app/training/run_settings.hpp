// What was decided before a run began, to be laid beside another run's.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// One of the settings that people compare; its words are in the language table under "compare."
/// and this.
using RunSetting = std::pair<std::string, std::string>; ///< name, value as run.json has it

/// From a run folder's run.json, always in the same order: recipe, network, epochs, batch,
/// learning_rate, schedule, optimiser, weight_decay, augmentation, seed, data, pictures, left_out,
/// device, threads, precision. What is not there is left out; nothing where there is no run.json.
/// File access.
[[nodiscard]] std::vector<RunSetting> read_run_settings(const std::filesystem::path &folder);

} // namespace vitrine
