// Folders of pictures as training data: listed, split, decoded and fitted once.
#include "core/data/decode_pool.hpp"
#include "core/data/training/data_source.hpp"
#include "core/data/training/fitted_cache.hpp"
#include "core/data/training/picture_listing.hpp"
#include "core/support/checksum.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

/// Changes when a picture is added, taken away, or written anew: also by a tool that sets the time
/// of change back, which the time of the inode's change tells.
std::string key_of(const fs::path &folder, const PictureListing &listing) {
    Checksum checksum;
    for (const ListedForTraining &listed : listing.pictures) {
        checksum.add(std::string_view(listed.picture.path.lexically_relative(folder).native()));
        struct stat facts {};
        if (stat(listed.picture.path.c_str(), &facts) != 0)
            continue; // it will not be read either
        checksum.add(std::int64_t{facts.st_size});
        for (const timespec &time : {facts.st_mtim, facts.st_ctim}) {
            checksum.add(std::int64_t{time.tv_sec});
            checksum.add(std::int64_t{time.tv_nsec});
        }
    }
    return checksum.hex();
}

/// Whether a picture will be found so again: what the file holds is at fault, not the way to it.
bool lasts(const Error &error) {
    static constexpr std::array<std::string_view, 6> of_the_file{
        "damaged", "empty_file", "not_an_image", "too_large", "truncated", "unsupported"};
    return std::ranges::find(of_the_file, error.code) != of_the_file.end();
}

Result<FittedPictures> decode(const PictureListing &listing, const DataOptions &options) {
    std::vector<ListedPicture> paths;
    for (const ListedForTraining &listed : listing.pictures)
        paths.push_back({listed.picture.path});
    const auto total = static_cast<std::int64_t>(paths.size());
    constexpr int ahead = 64;
    DecodePool pool(std::move(paths), options.input, std::max(1, options.threads), ahead);
    FittedPictures result;
    for (std::int64_t done = 0; done < total; ++done) {
        auto next = pool.next();
        if (!next)
            break;
        if (next->fitted)
            result.pixels.insert(result.pixels.end(), next->fitted->pixels.begin(),
                                 next->fitted->pixels.end());
        else
            result.damaged[static_cast<std::size_t>(done)] = next->fitted.error();
        if (options.progress && !options.progress(done + 1, total))
            return Error{"interrupted", {}};
    }
    return result;
}

/// The cached pictures, or newly decoded ones, which are cached unless the disk failed at some.
Result<FittedPictures> fitted_pictures(const fs::path &folder, const PictureListing &listing,
                                       const DataOptions &options, TrainingData &data) {
    const std::size_t picture_bytes = static_cast<std::size_t>(options.input.width) *
                                      static_cast<std::size_t>(options.input.height) * 3;
    const std::string key = key_of(folder, listing);
    const fs::path file = options.cache.empty()
                              ? fs::path{}
                              : fitted_cache_file(options.cache, folder, options.input);
    if (!file.empty())
        if (auto cached = read_fitted_cache(file, key, listing.pictures.size(), picture_bytes))
            return std::move(*cached);
    auto decoded = decode(listing, options);
    const auto will_be_so_again = [](const FittedPictures &pictures) {
        return std::ranges::all_of(pictures.damaged,
                                   [](const auto &damaged) { return lasts(damaged.second); });
    };
    if (decoded && !file.empty() && will_be_so_again(*decoded))
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
    // Fitted, copied into the cache's file, and by split.
    if (auto fits = check_memory(3 * listed, options.input); !fits)
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
        const ListedForTraining &listed_picture = listing->pictures[i];
        if (const auto damaged = pictures->damaged.find(i); damaged != pictures->damaged.end()) {
            data.damaged.push_back({listed_picture.picture.path, damaged->second});
            continue;
        }
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
