// A data set as people keep it: one folder a class, pictures inside.
#pragma once

#include "core/support/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// How the names of the pictures that decode_image() reads end: ".jpg", ".png" …, in lower case.
[[nodiscard]] std::span<const std::string_view> picture_endings() noexcept;

/// Whether the name ends like a picture's that decode_image() reads (any case). A hint for walking
/// through folders only: the decoder looks at the bytes.
[[nodiscard]] bool has_picture_name(const std::filesystem::path &path);

struct LabelledPicture {
    std::filesystem::path path;
    int label = 0; ///< index into PictureFolder::class_names
};

struct PictureFolder {
    std::vector<std::string> class_names;  ///< the folders' names, sorted by their bytes
    std::vector<LabelledPicture> pictures; ///< by class, then by name
};

/// `root`/`split`/<class>/* where there is a folder of the split's name, else `root`/<class>/*.
/// Hidden folders and files without a picture's name are left out; a class's subfolders are not
/// entered; an empty class stays in the list. Errors: unreadable (path, reason), no_pictures
/// (path).
[[nodiscard]] Result<PictureFolder> list_picture_folder(const std::filesystem::path &root,
                                                        std::string_view split);

} // namespace vitrine
