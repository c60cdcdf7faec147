#include "core/data/picture_folder.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 10> endings{".jpg",  ".jpeg", ".jpe", ".jfif", ".png",
                                                   ".webp", ".bmp",  ".tif", ".tiff", ".gif"};

Result<std::vector<fs::path>> sorted_entries(const fs::path &folder, bool folders) {
    std::vector<fs::path> found;
    std::error_code error;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code ignored;
        const bool is_folder = it->is_directory(ignored);
        const bool hidden = it->path().filename().string().starts_with('.');
        if (!hidden && is_folder == folders && (folders || has_picture_name(it->path())))
            found.push_back(it->path());
    }
    if (error)
        return Error{"unreadable", {folder.string(), error.message()}};
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

std::span<const std::string_view> picture_endings() noexcept { return endings; }

bool has_picture_name(const fs::path &path) {
    std::string ending = path.extension().string();
    for (char &c : ending)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

Result<PictureFolder> list_picture_folder(const fs::path &root, std::string_view split) {
    std::error_code ignored;
    const fs::path with_split = root / fs::path(split);
    const bool has_split = !split.empty() && fs::is_directory(with_split, ignored);
    const fs::path &folder = has_split ? with_split : root;

    auto classes = sorted_entries(folder, true);
    if (!classes)
        return classes.error();
    PictureFolder result;
    for (const fs::path &class_folder : *classes) {
        auto files = sorted_entries(class_folder, false);
        if (!files)
            return files.error();
        const int label = static_cast<int>(result.class_names.size());
        result.class_names.push_back(class_folder.filename().string());
        for (fs::path &file : *files)
            result.pictures.push_back({std::move(file), label});
    }
    if (result.pictures.empty())
        return Error{"no_pictures", {folder.string()}};
    return result;
}

} // namespace vitrine
