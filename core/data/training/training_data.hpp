// A data set to train on: pictures of both splits, fitted and checked, in memory.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace vitrine {

struct LabelledPixels {
    std::vector<std::uint8_t> pixels; ///< N × height × width × RGB
    std::vector<std::int32_t> labels; ///< N
    bool operator==(const LabelledPixels &) const = default;
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
};

/// A picture that is left out.
struct DamagedPicture {
    std::filesystem::path path;
    Error error;
};

struct TrainingData {
    int height = 0;
    int width = 0;
    std::vector<std::string> class_names;
    LabelledPixels training;
    LabelledPixels test;
    /// What each picture is called, in the order of the split: its path below the folder, or "train
    /// 17", "test 17" for the record of a binary file, counted from 0 through the split.
    std::vector<std::string> training_names;
    std::vector<std::string> test_names;
    std::vector<std::string> left_out;   ///< names that were asked for and are not in the splits
    std::vector<DamagedPicture> damaged; ///< in the order of the list
    /// What a person should know and training can live with: test_from_training (share in per
    /// cent), duplicates (how many test pictures are training pictures too), few_pictures (class,
    /// count), cache_unused (reason), pictures_left_out (how many).
    std::vector<Error> remarks;
    /// 32 hexadecimal digits over sizes, class names, labels and pixels of both splits (XXH3,
    /// 128 bit): the same data, the same fingerprint, however it lay on the disk.
    std::string fingerprint;

    [[nodiscard]] DatasetView view(const LabelledPixels &split) const;
};

struct DataOptions {
    InputRule input; ///< pictures are fitted to its size
    int threads = 1; ///< for decoding
    /// Where fitted pictures of folders are kept between runs; empty: nowhere.
    std::filesystem::path cache{};
    /// Pictures that are not used, by their names (see TrainingData); names of none are ignored.
    std::vector<std::string> leave_out{};
    /// Called now and then while pictures are decoded; false gives up.
    std::function<bool(std::int64_t done, std::int64_t total)> progress{};
};

/// What may lie at `path`:
/// - a folder with CIFAR-10's binary files, or one that holds cifar-10-batches-bin;
/// - the archive of these as it is downloaded, .tar.gz;
/// - a folder of pictures: train/<class>/* and test/<class>/*, or <class>/* alone, of which a fifth
///   of each class is held back for testing, the same one each time.
/// Errors: bad_dataset (path, reason): neither a folder nor an archive, a .bin cut off, a label
/// that no class has; cifar10_incomplete (path, the file that it lacks); those of
/// list_training_pictures() and check_class_counts(); vanished; no_permission; out_of_memory (bytes
/// needed); interrupted.
[[nodiscard]] Result<TrainingData> load_training_data(const std::filesystem::path &path,
                                                      const DataOptions &options);

} // namespace vitrine
