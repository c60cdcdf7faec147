// Where trained models are put, so that they are found like those on board.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <string>

namespace vitrine {

/// Copies a run's best model into `shelf` under `name`, with a title for people. The folder is made
/// where there is none. Errors: those of read_model() and write_model(); unwritable (path, reason).
[[nodiscard]] Result<std::filesystem::path> shelve_model(const std::filesystem::path &best,
                                                         const std::filesystem::path &shelf,
                                                         const std::string &name,
                                                         const Phrase &title);

} // namespace vitrine
