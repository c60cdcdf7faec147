#include "app/services/model_library.hpp"

#include "core/models/model_library.hpp"

#include <algorithm>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

ModelLibrary::ModelLibrary(std::vector<fs::path> folders) : folders_(std::move(folders)) { scan(); }

std::vector<fs::path> ModelLibrary::default_folders() {
    std::vector<fs::path> built_in;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error)
        built_in.push_back(program.parent_path().parent_path() / "share" / "vitrine" / "models");
    return model_folders(std::move(built_in));
}

void ModelLibrary::scan() {
    models_.clear();
    broken_.clear();
    for (LibraryModel &found : list_models(folders_)) {
        if (found.manifest)
            models_.push_back({std::move(found.path), std::move(found.manifest).value()});
        else
            broken_.push_back({std::move(found.path), found.manifest.error()});
    }
    std::sort(models_.begin(), models_.end(), [](const AvailableModel &a, const AvailableModel &b) {
        const bool a_first = a.manifest.name == default_model_name;
        const bool b_first = b.manifest.name == default_model_name;
        return a_first != b_first ? a_first : a.manifest.name < b.manifest.name;
    });
}

Result<fs::path> ModelLibrary::find(std::string_view name_or_path) const {
    if (name_or_path.empty()) {
        if (!models_.empty())
            return models_.front().path;
        std::string searched;
        for (const fs::path &folder : folders_)
            searched += (searched.empty() ? "" : ", ") + folder.string();
        return Error{"no_models", {searched}};
    }
    return find_model(name_or_path, folders_);
}

} // namespace vitrine
