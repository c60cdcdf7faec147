#include "core/data/training/picture_listing.hpp"

#include "core/training/randomness.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <set>
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

/// The folder that `folder` is one of the two splits of; else itself.
fs::path whole_of(const fs::path &folder) {
    const std::string name = folder.filename().string();
    const fs::path parent = folder.parent_path();
    std::error_code ignored;
    const bool is_split = (name == "train" || name == "test") &&
                          fs::is_directory(parent / "train", ignored) &&
                          fs::is_directory(parent / "test", ignored);
    return is_split ? parent : folder;
}

/// A folder below with classes in it, the nearest first; nothing where there is none close by.
std::optional<fs::path> classes_below(const fs::path &folder) {
    constexpr int most_levels = 3;
    constexpr std::size_t most_folders = 300; // somebody's whole home, say
    std::vector<fs::path> level = subfolders(folder);
    std::size_t looked_at = 0;
    for (int depth = 0; depth < most_levels && !level.empty(); ++depth) {
        std::vector<fs::path> next;
        for (const fs::path &sub : level) {
            if (++looked_at > most_folders)
                return std::nullopt;
            if (holds_classes(sub) || holds_classes(sub / "train"))
                return whole_of(sub);
            std::ranges::copy(subfolders(sub), std::back_inserter(next));
        }
        level = std::move(next);
    }
    return std::nullopt;
}

/// wrong_folder_level where another folder close by is plainly the one that was meant.
std::optional<Error> wrong_level(const fs::path &folder) {
    const auto meant = [&folder](const fs::path &other) {
        return Error{"wrong_folder_level", {folder.string(), other.string()}};
    };
    std::error_code ignored;
    const fs::path absolute = fs::absolute(folder, ignored).lexically_normal();
    const fs::path here = absolute.has_filename() ? absolute : absolute.parent_path();
    if (const fs::path whole = whole_of(here); whole != here)
        return meant(whole);
    if (holds_classes(folder))
        return std::nullopt;
    const auto inside = subfolders(folder);
    if (has_pictures(folder) && inside.empty() && holds_classes(here.parent_path()))
        return meant(whole_of(here.parent_path()));
    if (std::ranges::none_of(inside, has_pictures))
        if (const auto below = classes_below(here))
            return meant(*below);
    return std::nullopt;
}

/// As list_picture_folder(), with what a person can put right named.
Result<PictureFolder> list_split(const fs::path &folder, const char *split) {
    auto listed = list_picture_folder(folder, split);
    if (listed)
        return listed;
    const fs::path looked_at(listed.error().arguments.front());
    if (listed.error().code == "unreadable")
        return Error{"class_unreadable", {looked_at.string()}};
    if (listed.error().code == "no_pictures" && has_pictures(looked_at))
        return Error{"loose_pictures", {looked_at.string()}};
    return listed;
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

/// Test classes with pictures.
struct TestClasses {
    std::set<std::string> known;
    std::set<std::string> unknown; ///< nothing is learnt of them
};

TestClasses test_classes(const PictureFolder &test, const PictureListing &listing) {
    TestClasses classes;
    for (const LabelledPicture &picture : test.pictures) {
        const std::string &name = test.class_names[static_cast<std::size_t>(picture.label)];
        const bool is_known = std::ranges::binary_search(listing.class_names, name);
        (is_known ? classes.known : classes.unknown).insert(name);
    }
    return classes;
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
    auto training = list_split(folder, "train");
    if (!training)
        return training.error();
    PictureListing listing{training->class_names, {}};
    for (LabelledPicture &picture : training->pictures)
        listing.pictures.push_back({std::move(picture), false});
    if (!has_test) {
        hold_back(listing);
        return listing;
    }
    auto test = list_split(folder, "test");
    const bool none = !test && test.error().code == "no_pictures";
    if (!test && !none)
        return test.error();
    const auto [known, unknown] = none ? TestClasses{} : test_classes(*test, listing);
    if (known.empty())
        return Error{"no_test_pictures", {folder.string()}};
    if (!unknown.empty())
        return Error{"unknown_test_classes",
                     {folder.string(), fmt::format("{}", fmt::join(unknown, ", "))}};
    for (LabelledPicture &picture : test->pictures) {
        const std::string &name = test->class_names[static_cast<std::size_t>(picture.label)];
        const auto at = std::ranges::lower_bound(listing.class_names, name);
        picture.label = static_cast<int>(at - listing.class_names.begin());
        listing.pictures.push_back({std::move(picture), true});
    }
    return listing;
}

} // namespace vitrine
