#include "app/services/model_library.hpp"

#include "app/settings/places.hpp"

#include <algorithm>

namespace vitrine {

namespace fs = std::filesystem;

ModelLibrary::ModelLibrary(std::vector<fs::path> folders) : folders_(std::move(folders)) { scan(); }

std::vector<fs::path> ModelLibrary::default_folders() {
    return model_folders({data_folder() / "models", share_folder() / "models"});
}

void ModelLibrary::scan() {
    ModelListing listing = list_models(folders_);
    listed_ = std::move(listing.models);
    notes_ = std::move(listing.notes);
    const auto broken =
        std::stable_partition(listed_.begin(), listed_.end(),
                              [](const LibraryModel &model) { return model.manifest.ok(); });
    std::sort(listed_.begin(), broken, [](const LibraryModel &a, const LibraryModel &b) {
        const bool a_first = a.name == default_model_name;
        const bool b_first = b.name == default_model_name;
        return a_first != b_first ? a_first : a.name < b.name;
    });
    usable_ = static_cast<std::size_t>(broken - listed_.begin());
}

Result<fs::path> ModelLibrary::find(std::string_view name_or_path) const {
    if (name_or_path.empty()) {
        if (usable_ > 0)
            return listed_.front().path;
        std::string searched;
        for (const fs::path &folder : folders_)
            searched += (searched.empty() ? "" : ", ") + folder.string();
        return Error{"no_models", {searched}};
    }
    return find_model(name_or_path, listed_);
}

} // namespace vitrine
