// The model files that the program finds, by name.
#pragma once

#include "core/models/model_folders.hpp"
#include "core/support/result.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine {

inline constexpr std::string_view default_model_name = "photo";

/// Reads headers only, so it is quick; still file access, so keep it off the GUI thread. Not
/// synchronised: use one object on one thread at a time.
class ModelLibrary {
  public:
    explicit ModelLibrary(std::vector<std::filesystem::path> folders = default_folders());

    /// VITRINE_MODELS (separated by ':'), then models/ in data_folder(), where trained models are
    /// put, then that in share_folder().
    [[nodiscard]] static std::vector<std::filesystem::path> default_folders();

    /// Looks through the folders for *.safetensors. The default model comes first, the others by
    /// name; of two with the same name the one in the earlier folder is kept. Folders that
    /// cannot be read are passed over.
    void scan();
    /// Those whose manifests were read.
    [[nodiscard]] std::span<const LibraryModel> models() const {
        return std::span(listed_).first(usable_);
    }
    /// Those that look like models and are none.
    [[nodiscard]] std::span<const LibraryModel> broken() const {
        return std::span(listed_).subspan(usable_);
    }
    /// See ModelListing::notes.
    [[nodiscard]] std::span<const Error> notes() const { return notes_; }
    [[nodiscard]] const std::vector<std::filesystem::path> &folders() const { return folders_; }

    /// The file for `--model`: see find_model(); empty: the default model, or the first where that
    /// one is missing. Errors: those of find_model(), no_models (the folders that were searched).
    [[nodiscard]] Result<std::filesystem::path> find(std::string_view name_or_path) const;

  private:
    std::vector<std::filesystem::path> folders_;
    std::vector<LibraryModel> listed_;
    std::vector<Error> notes_;
    std::size_t usable_ = 0; ///< of listed_, the first so many
};

} // namespace vitrine
