// The model files that the program can find.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct LibraryModel {
    std::string name; ///< the manifest's; the file's without .safetensors where it has none
    std::filesystem::path path;
    Result<Manifest> manifest; ///< or why the file cannot be used
};

struct ModelListing {
    std::vector<LibraryModel> models; ///< by folder and then by file name
    /// What people may wonder at: model_hidden (path, name, path of the one that is taken), and
    /// folders that cannot be looked into: folder_vanished, folder_closed, folder_unreadable (path,
    /// reason).
    std::vector<Error> notes;
};

/// The folders that VITRINE_MODELS names (separated by colons), then the given ones.
/// Reads the environment: not while another thread changes it.
[[nodiscard]] std::vector<std::filesystem::path>
model_folders(std::vector<std::filesystem::path> built_in);

/// All *.safetensors directly in these folders. Where two usable models have the same name, the
/// later is left out. Reads headers only.
[[nodiscard]] ModelListing list_models(const std::vector<std::filesystem::path> &folders);

/// What `--model NAME|PATH` means: a path where it has a slash, ends in .safetensors or is a file
/// here (not opened yet); else the one of `models` with that name, usable ones first.
/// Errors: no_such_model (name, known names), or why the model of that name cannot be used.
[[nodiscard]] Result<std::filesystem::path> find_model(std::string_view name_or_path,
                                                       std::span<const LibraryModel> models);

} // namespace vitrine
