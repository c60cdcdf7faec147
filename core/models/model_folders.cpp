#include "core/models/model_folders.hpp"

#include "core/models/model_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace vitrine {

namespace {

constexpr std::string_view extension = ".safetensors";

Error folder_error(const std::filesystem::path &folder, const std::error_code &error) {
    if (error == std::errc::no_such_file_or_directory)
        return Error{"folder_vanished", {folder.string()}};
    if (error == std::errc::permission_denied)
        return Error{"folder_closed", {folder.string()}};
    return Error{"folder_unreadable", {folder.string(), error.message()}};
}

std::vector<std::filesystem::path> model_files(const std::filesystem::path &folder,
                                               std::vector<Error> &notes) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code no_status;
        if (entry->path().extension() == extension && !entry->is_directory(no_status)) {
            files.push_back(entry->path());
        }
    }
    if (error)
        notes.push_back(folder_error(folder, error));
    std::ranges::sort(files);
    return files;
}

} // namespace

std::vector<std::filesystem::path> model_folders(std::vector<std::filesystem::path> built_in) {
    std::vector<std::filesystem::path> folders;
    const char *variable = std::getenv("VITRINE_MODELS");
    std::string_view rest = variable == nullptr ? "" : variable;
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        if (colon != 0) {
            folders.emplace_back(rest.substr(0, colon));
        }
        rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    }
    folders.insert(folders.end(), std::make_move_iterator(built_in.begin()),
                   std::make_move_iterator(built_in.end()));
    return folders;
}

ModelListing list_models(const std::vector<std::filesystem::path> &folders) {
    ModelListing listing;
    for (const std::filesystem::path &folder : folders) {
        for (const std::filesystem::path &path : model_files(folder, listing.notes)) {
            Result<Manifest> manifest = read_model_manifest(path);
            std::string name = manifest ? manifest->name : path.stem().string();
            const auto earlier =
                std::ranges::find_if(listing.models, [&](const LibraryModel &model) {
                    return manifest && model.manifest.ok() && model.name == name;
                });
            if (earlier == listing.models.end()) {
                listing.models.push_back({std::move(name), path, std::move(manifest)});
            } else {
                listing.notes.push_back(
                    Error{"model_hidden", {path.string(), name, earlier->path.string()}});
            }
        }
    }
    return listing;
}

Result<std::filesystem::path> find_model(std::string_view name_or_path,
                                         std::span<const LibraryModel> models) {
    std::error_code not_there;
    if (name_or_path.find('/') != std::string_view::npos || name_or_path.ends_with(extension) ||
        std::filesystem::is_regular_file(name_or_path, not_there)) {
        return std::filesystem::path(name_or_path);
    }
    std::string known;
    for (const LibraryModel &model : models) {
        if (model.manifest.ok()) {
            if (model.name == name_or_path) {
                return model.path;
            }
            known += (known.empty() ? "" : ", ") + model.name;
        }
    }
    for (const LibraryModel &model : models) {
        if (!model.manifest.ok() && model.name == name_or_path) {
            return model.manifest.error();
        }
    }
    return Error{"no_such_model", {std::string(name_or_path), known}};
}

} // namespace vitrine
