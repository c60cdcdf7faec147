#include "core/data/picture_list.hpp"

#include "core/data/picture_folder.hpp"

#include <algorithm>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

using FolderIdentity = std::pair<dev_t, ino_t>;

Error file_error(const fs::path &path, const std::error_code &error) {
    if (error == std::errc::no_such_file_or_directory)
        return {"vanished", {path.string()}};
    if (error == std::errc::permission_denied)
        return {"no_permission", {path.string()}};
    return {"unreadable", {path.string(), error.message()}};
}

class Walk {
  public:
    explicit Walk(bool recursive) : recursive_(recursive) {}

    std::vector<ListedPicture> start(const fs::path &folder) {
        enter(folder);
        if (found_.empty())
            found_.push_back({folder, Error{"no_pictures", {folder.string()}}});
        return std::move(found_);
    }

  private:
    void enter(const fs::path &top) {
        // A stack of its own: a tree deeper than the program's stack must not end the program.
        std::vector<fs::path> waiting{top};
        while (!waiting.empty()) {
            const fs::path folder = std::move(waiting.back());
            waiting.pop_back();
            std::vector<fs::path> below = list(folder);
            waiting.insert(waiting.end(), below.rbegin(), below.rend());
        }
    }

    /// Adds the folder's pictures; gives its subfolders, sorted.
    std::vector<fs::path> list(const fs::path &folder) {
        struct stat status {};
        if (::stat(folder.c_str(), &status) == 0 &&
            !entered_.insert({status.st_dev, status.st_ino}).second)
            return {};
        std::vector<fs::path> files;
        std::vector<fs::path> folders;
        std::error_code error;
        fs::directory_iterator it(folder, error);
        for (; !error && it != fs::directory_iterator(); it.increment(error)) {
            const fs::path &path = it->path();
            std::error_code ignored;
            if (path.filename().string().starts_with('.'))
                continue;
            if (it->is_directory(ignored)) {
                if (recursive_)
                    folders.push_back(path);
            } else if (has_picture_name(path)) {
                files.push_back(path);
            }
        }
        std::sort(files.begin(), files.end());
        std::sort(folders.begin(), folders.end());
        for (fs::path &file : files)
            found_.push_back({std::move(file)});
        if (error)
            found_.push_back({folder, file_error(folder, error)});
        return folders;
    }

    bool recursive_;
    std::set<FolderIdentity> entered_;
    std::vector<ListedPicture> found_;
};

} // namespace

std::vector<ListedPicture> list_pictures(std::span<const fs::path> paths, bool recursive) {
    std::vector<ListedPicture> pictures;
    for (const fs::path &path : paths) {
        std::error_code ignored;
        if (!fs::is_directory(path, ignored)) {
            pictures.push_back({path}); // what is wrong with it, the reader says
            continue;
        }
        std::vector<ListedPicture> inside = Walk(recursive).start(path);
        pictures.insert(pictures.end(), std::make_move_iterator(inside.begin()),
                        std::make_move_iterator(inside.end()));
    }
    return pictures;
}

} // namespace vitrine
