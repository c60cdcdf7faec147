#include "core/data/training/picture_listing.hpp"

#include "core/training/randomness.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

bool has_pictures(const fs::path &folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (has_picture_name(it->path()))
            return true;
    return false;
}

std::vector<fs::path> subfolders(const fs::path &folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->is_directory(error) && !it->path().filename().string().starts_with('.'))
            found.push_back(it->path());
    std::ranges::sort(found);
    return found;
}

bool holds_classes(const fs::path &folder) {
    const auto classes = subfolders(folder);
    return std::ranges::count_if(classes, has_pictures) >= 2;
}

/// wrong_folder_level where another folder close by is plainly the one that was meant.
std::optional<Error> wrong_level(const fs::path &folder) {
    const auto meant = [&folder](const fs::path &other) {
        return Error{"wrong_folder_level", {folder.string(), other.string()}};
    };
    std::error_code ignored;
    const fs::path absolute = fs::absolute(folder, ignored).lexically_normal();
    const fs::path here = absolute.has_filename() ? absolute : absolute.parent_path();
    const std::string name = here.filename().string();
    if ((name == "train" || name == "test") && fs::is_directory(here.parent_path() / "train") &&
        fs::is_directory(here.parent_path() / "test"))
        return meant(here.parent_path());
    if (holds_classes(folder))
        return std::nullopt;
    const auto inside = subfolders(folder);
    if (has_pictures(folder) && inside.empty() && holds_classes(here.parent_path()))
        return meant(here.parent_path());
    for (const fs::path &sub : inside)
        if (holds_classes(sub) || holds_classes(sub / "train"))
            return meant(sub);
    return std::nullopt;
}

/// Holds back a fifth of each class, the same pictures each time (of two at least, one).
void hold_back(PictureListing &listing) {
    listing.split_here = true;
    for (std::size_t label = 0; label < listing.class_names.size(); ++label) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < listing.pictures.size(); ++i)
            if (listing.pictures[i].picture.label == static_cast<int>(label))
                members.push_back(i);
        const auto count = static_cast<std::int32_t>(members.size());
        const auto order =
            shuffled(0, RandomStream::split, static_cast<std::uint32_t>(label), count);
        const auto wanted = static_cast<std::size_t>(std::max(count * held_back_share + 0.5, 1.0));
        for (std::size_t i = 0; i < wanted && members.size() >= 2; ++i)
            listing.pictures[members[static_cast<std::size_t>(order[i])]].test = true;
    }
}

} // namespace

Result<PictureListing> list_training_pictures(const fs::path &folder) {
    std::error_code ignored;
    const bool has_train = fs::is_directory(folder / "train", ignored);
    const bool has_test = fs::is_directory(folder / "test", ignored);
    if (!has_train && !has_test)
        if (auto error = wrong_level(folder))
            return *error;
    if (has_test && !has_train)
        return Error{"no_such_split", {folder.string(), "train"}};
    auto training = list_picture_folder(folder, "train");
    if (!training)
        return training.error();
    PictureListing listing{training->class_names, {}};
    for (LabelledPicture &picture : training->pictures)
        listing.pictures.push_back({std::move(picture), false});
    if (!has_test) {
        hold_back(listing);
        return listing;
    }
    auto test = list_picture_folder(folder, "test");
    if (!test)
        return test.error();
    for (const std::string &name : test->class_names)
        if (!std::ranges::binary_search(listing.class_names, name))
            return Error{
                "bad_dataset",
                {folder.string(), fmt::format("test/{} has no folder of its name in train", name)}};
    for (LabelledPicture &picture : test->pictures) {
        const std::string &name = test->class_names[static_cast<std::size_t>(picture.label)];
        const auto at = std::ranges::lower_bound(listing.class_names, name);
        picture.label = static_cast<int>(at - listing.class_names.begin());
        listing.pictures.push_back({std::move(picture), true});
    }
    return listing;
}

} // namespace vitrine
