// From the paths that a person names to the pictures they mean.
#pragma once

#include "core/support/result.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace vitrine {

struct ListedPicture {
    std::filesystem::path path;
    std::optional<Error> error{}; ///< a folder that could not be listed, or held no picture
};

/// Files come as named, whatever their name; a folder gives the files in it that have a picture's
/// name, sorted by the bytes of their names, and with `recursive` those of its subfolders after
/// them. Links are followed; each folder is entered once a named path, so loops end. Hidden files
/// and folders inside a named folder are left out. Errors: those of the file system as unreadable
/// (path, reason), vanished (path), no_permission (path); no_pictures (path).
[[nodiscard]] std::vector<ListedPicture> list_pictures(std::span<const std::filesystem::path> paths,
                                                       bool recursive);

} // namespace vitrine
