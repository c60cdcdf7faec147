// The model files that the program finds, by name.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

inline constexpr std::string_view default_model_name = "photo";

/// A model file whose manifest was read; its weights were not.
struct AvailableModel {
    std::filesystem::path path;
    Manifest manifest;
};

/// A file that looks like a model and is none.
struct BrokenModel {
    std::filesystem::path path;
    Error reason;
};

/// Reads headers only, so it is quick; still file access, so keep it off the GUI thread. Not
/// synchronised: use one object on one thread at a time.
class ModelLibrary {
  public:
    explicit ModelLibrary(std::vector<std::filesystem::path> folders = default_folders());

    /// VITRINE_MODELS (separated by ':'), then ../share/vitrine/models beside the program's own
    /// folder, in the build tree as when installed.
    [[nodiscard]] static std::vector<std::filesystem::path> default_folders();

    /// Looks through the folders for *.safetensors. The default model comes first, the others by
    /// name; of two with the same name the one in the earlier folder is kept. Folders that do not
    /// exist are passed over.
    void scan();
    [[nodiscard]] const std::vector<AvailableModel> &models() const { return models_; }
    [[nodiscard]] const std::vector<BrokenModel> &broken() const { return broken_; }
    [[nodiscard]] const std::vector<std::filesystem::path> &folders() const { return folders_; }

    /// The file for `--model`: see find_model(); empty: the default model, or the first where that
    /// one is missing. Errors: those of find_model(), no_models (the folders that were searched).
    [[nodiscard]] Result<std::filesystem::path> find(std::string_view name_or_path) const;

  private:
    std::vector<std::filesystem::path> folders_;
    std::vector<AvailableModel> models_;
    std::vector<BrokenModel> broken_;
};

} // namespace vitrine
