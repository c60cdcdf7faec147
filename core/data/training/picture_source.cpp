// Folders of pictures as training data: listed, split, decoded and fitted once.
#include "core/data/decode_pool.hpp"
#include "core/data/picture_folder.hpp"
#include "core/data/training/data_source.hpp"
#include "core/data/training/fitted_cache.hpp"
#include "core/support/checksum.hpp"
#include "core/training/randomness.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr double test_share = 0.2;

struct Listed {
    LabelledPicture picture;
    bool test = false;
};

struct Listing {
    std::vector<std::string> class_names;
    std::vector<Listed> pictures;
    bool split_here = false; ///< the test pictures were held back from the training pictures
};

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
void hold_back(Listing &listing) {
    listing.split_here = true;
    for (std::size_t label = 0; label < listing.class_names.size(); ++label) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < listing.pictures.size(); ++i)
            if (listing.pictures[i].picture.label == static_cast<int>(label))
                members.push_back(i);
        const auto count = static_cast<std::int32_t>(members.size());
        const auto order =
            shuffled(0, RandomStream::split, static_cast<std::uint32_t>(label), count);
        const auto wanted = static_cast<std::size_t>(std::max(count * test_share + 0.5, 1.0));
        for (std::size_t i = 0; i < wanted && members.size() >= 2; ++i)
            listing.pictures[members[static_cast<std::size_t>(order[i])]].test = true;
    }
}

Result<Listing> list(const fs::path &folder) {
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
    Listing listing{training->class_names, {}};
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

/// Changes when a picture is added, taken away or written anew.
std::string key_of(const Listing &listing) {
    Checksum checksum;
    for (const Listed &listed : listing.pictures) {
        std::error_code ignored;
        checksum.add(std::string_view(listed.picture.path.native()));
        checksum.add(static_cast<std::int64_t>(fs::file_size(listed.picture.path, ignored)));
        const auto time = fs::last_write_time(listed.picture.path, ignored);
        checksum.add(static_cast<std::int64_t>(time.time_since_epoch().count()));
    }
    return checksum.hex();
}

Result<FittedPictures> decode(const Listing &listing, const DataOptions &options,
                              std::vector<DamagedPicture> &damaged) {
    std::vector<ListedPicture> paths;
    for (const Listed &listed : listing.pictures)
        paths.push_back({listed.picture.path});
    const auto total = static_cast<std::int64_t>(paths.size());
    constexpr int ahead = 64;
    DecodePool pool(std::move(paths), options.input, std::max(1, options.threads), ahead);
    FittedPictures result;
    for (const Listed &listed : listing.pictures) {
        auto next = pool.next();
        if (!next)
            break;
        result.good.push_back(next->fitted.ok() ? 1 : 0);
        if (next->fitted)
            result.pixels.insert(result.pixels.end(), next->fitted->pixels.begin(),
                                 next->fitted->pixels.end());
        else
            damaged.push_back({listed.picture.path, next->fitted.error()});
        const auto done = static_cast<std::int64_t>(result.good.size());
        if (options.progress && !options.progress(done, total))
            return Error{"interrupted", {}};
    }
    return result;
}

/// The cached pictures, or newly decoded ones, which are cached when all of them were good: a
/// damaged picture is named each time.
Result<FittedPictures> fitted_pictures(const fs::path &folder, const Listing &listing,
                                       const DataOptions &options, TrainingData &data) {
    const std::size_t picture_bytes = static_cast<std::size_t>(options.input.width) *
                                      static_cast<std::size_t>(options.input.height) * 3;
    const std::string key = key_of(listing);
    const fs::path file = options.cache.empty()
                              ? fs::path{}
                              : fitted_cache_file(options.cache, folder, options.input);
    if (!file.empty())
        if (auto cached = read_fitted_cache(file, key, listing.pictures.size(), picture_bytes))
            return std::move(*cached);
    auto decoded = decode(listing, options, data.damaged);
    if (decoded && !file.empty() && data.damaged.empty())
        if (auto written = write_fitted_cache(file, key, *decoded); !written)
            data.remarks.push_back({"cache_unused", {english_message(written.error())}});
    return decoded;
}

} // namespace

Result<TrainingData> load_picture_folders(const fs::path &folder, const DataOptions &options) {
    auto listing = list(folder);
    if (!listing)
        return listing.error();
    const auto listed = static_cast<std::int64_t>(listing->pictures.size());
    if (auto fits = check_memory(2 * listed, options.input); !fits)
        return fits.error();
    TrainingData data;
    data.width = options.input.width;
    data.height = options.input.height;
    data.class_names = listing->class_names;
    if (listing->split_here)
        data.remarks.push_back({"test_from_training", {fmt::format("{:.0f}", 100 * test_share)}});
    auto pictures = fitted_pictures(folder, *listing, options, data);
    if (!pictures)
        return pictures.error();
    const auto size = static_cast<std::ptrdiff_t>(data.width) * data.height * 3;
    auto at = pictures->pixels.cbegin();
    for (std::size_t i = 0; i < listing->pictures.size(); ++i) {
        if (pictures->good[i] == 0)
            continue;
        LabelledPixels &split = listing->pictures[i].test ? data.test : data.training;
        split.pixels.insert(split.pixels.end(), at, at + size);
        split.labels.push_back(listing->pictures[i].picture.label);
        at += size;
    }
    return data;
}

} // namespace vitrine
