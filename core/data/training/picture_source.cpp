// Folders of pictures as training data: listed, split, decoded and fitted once.
#include "core/data/decode_pool.hpp"
#include "core/data/training/data_source.hpp"
#include "core/data/training/fitted_cache.hpp"
#include "core/data/training/picture_listing.hpp"
#include "core/support/checksum.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

/// Changes when a picture is added, taken away or written anew.
std::string key_of(const PictureListing &listing) {
    Checksum checksum;
    for (const ListedForTraining &listed : listing.pictures) {
        std::error_code ignored;
        checksum.add(std::string_view(listed.picture.path.native()));
        checksum.add(static_cast<std::int64_t>(fs::file_size(listed.picture.path, ignored)));
        const auto time = fs::last_write_time(listed.picture.path, ignored);
        checksum.add(static_cast<std::int64_t>(time.time_since_epoch().count()));
    }
    return checksum.hex();
}

Result<FittedPictures> decode(const PictureListing &listing, const DataOptions &options,
                              std::vector<DamagedPicture> &damaged) {
    std::vector<ListedPicture> paths;
    for (const ListedForTraining &listed : listing.pictures)
        paths.push_back({listed.picture.path});
    const auto total = static_cast<std::int64_t>(paths.size());
    constexpr int ahead = 64;
    DecodePool pool(std::move(paths), options.input, std::max(1, options.threads), ahead);
    FittedPictures result;
    for (const ListedForTraining &listed : listing.pictures) {
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
Result<FittedPictures> fitted_pictures(const fs::path &folder, const PictureListing &listing,
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
    auto listing = list_training_pictures(folder);
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
        data.remarks.push_back(
            {"test_from_training", {fmt::format("{:.0f}", 100 * held_back_share)}});
    auto pictures = fitted_pictures(folder, *listing, options, data);
    if (!pictures)
        return pictures.error();
    const auto size = static_cast<std::ptrdiff_t>(data.width) * data.height * 3;
    auto at = pictures->pixels.cbegin();
    for (std::size_t i = 0; i < listing->pictures.size(); ++i) {
        if (pictures->good[i] == 0)
            continue;
        const ListedForTraining &listed_picture = listing->pictures[i];
        LabelledPixels &split = listed_picture.test ? data.test : data.training;
        (listed_picture.test ? data.test_names : data.training_names)
            .push_back(listed_picture.picture.path.lexically_relative(folder).string());
        split.pixels.insert(split.pixels.end(), at, at + size);
        split.labels.push_back(listed_picture.picture.label);
        at += size;
    }
    return data;
}

} // namespace vitrine
