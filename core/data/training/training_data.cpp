#include "core/data/training/training_data.hpp"

#include "core/data/cifar10.hpp"
#include "core/data/training/class_counts.hpp"
#include "core/data/training/data_source.hpp"
#include "core/support/checksum.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <new>
#include <set>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

/// /proc/meminfo's MemAvailable in bytes; nothing where it cannot be read.
std::optional<std::int64_t> available_memory() {
    std::ifstream file("/proc/meminfo");
    std::string word;
    std::int64_t kibibytes = 0;
    while (file >> word)
        if (word == "MemAvailable:" && file >> kibibytes)
            return kibibytes * 1024;
    return std::nullopt;
}

std::vector<ClassCount> counts(const TrainingData &data) {
    std::vector<ClassCount> result;
    for (const std::string &name : data.class_names)
        result.push_back({name});
    for (const std::int32_t label : data.training.labels)
        ++result[static_cast<std::size_t>(label)].training;
    for (const std::int32_t label : data.test.labels)
        ++result[static_cast<std::size_t>(label)].test;
    return result;
}

std::string hash_of(std::span<const std::uint8_t> picture) {
    Checksum checksum;
    checksum.add_all(picture);
    return checksum.hex();
}

/// How many test pictures are, to the byte, training pictures too.
std::int64_t count_duplicates(const TrainingData &data) {
    const std::size_t size =
        static_cast<std::size_t>(data.height) * static_cast<std::size_t>(data.width) * 3;
    const auto picture = [size](const LabelledPixels &split, std::size_t i) {
        return std::span(split.pixels).subspan(i * size, size);
    };
    std::set<std::string> test;
    for (std::size_t i = 0; i < data.test.labels.size(); ++i)
        test.insert(hash_of(picture(data.test, i)));
    std::set<std::string> shared;
    for (std::size_t i = 0; i < data.training.labels.size(); ++i)
        if (auto hash = hash_of(picture(data.training, i)); test.contains(hash))
            shared.insert(std::move(hash));
    std::int64_t found = 0;
    for (std::size_t i = 0; i < data.test.labels.size(); ++i)
        found += shared.contains(hash_of(picture(data.test, i))) ? 1 : 0;
    return found;
}

/// Takes what is not to be used out of a split, in place.
void leave_out(LabelledPixels &split, std::vector<std::string> &names, std::size_t picture_bytes,
               const std::set<std::string> &unwanted, std::vector<std::string> &left_out) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (unwanted.contains(names[i])) {
            left_out.push_back(std::move(names[i]));
            continue;
        }
        if (kept != i) {
            const auto from = split.pixels.begin() + static_cast<std::ptrdiff_t>(i * picture_bytes);
            std::copy_n(from, picture_bytes,
                        split.pixels.begin() + static_cast<std::ptrdiff_t>(kept * picture_bytes));
            split.labels[kept] = split.labels[i];
            names[kept] = std::move(names[i]);
        }
        ++kept;
    }
    split.pixels.resize(kept * picture_bytes);
    split.labels.resize(kept);
    names.resize(kept);
}

void leave_out(TrainingData &data, const std::vector<std::string> &names) {
    if (names.empty())
        return;
    const std::set<std::string> unwanted(names.begin(), names.end());
    const std::size_t size =
        static_cast<std::size_t>(data.height) * static_cast<std::size_t>(data.width) * 3;
    leave_out(data.training, data.training_names, size, unwanted, data.left_out);
    leave_out(data.test, data.test_names, size, unwanted, data.left_out);
    if (!data.left_out.empty())
        data.remarks.push_back({"pictures_left_out", {std::to_string(data.left_out.size())}});
}

std::string fingerprint_of(const TrainingData &data) {
    Checksum checksum;
    checksum.add(std::int64_t{data.height});
    checksum.add(std::int64_t{data.width});
    for (const std::string &name : data.class_names)
        checksum.add(std::string_view(name));
    for (const LabelledPixels *split : {&data.training, &data.test}) {
        checksum.add(split->size());
        checksum.add_all(std::span(split->labels));
        checksum.add_all(std::span(split->pixels));
    }
    return checksum.hex();
}

bool is_archive(const fs::path &path) {
    const std::string name = path.filename().string();
    return name.ends_with(".tar.gz") || name.ends_with(".tgz") || name.ends_with(".tar");
}

Result<TrainingData> load_unchecked(const fs::path &path, const DataOptions &options) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return Error{"vanished", {path.string()}};
    if (!fs::is_directory(status)) {
        if (is_archive(path))
            return load_cifar10_archive(path, options);
        return Error{"bad_dataset",
                     {path.string(), "it is a file, neither a folder nor a .tar.gz"}};
    }
    if (Cifar10Reader::is_folder(path))
        return load_cifar10_folder(path, options);
    const fs::path inside = path / "cifar-10-batches-bin";
    if (Cifar10Reader::is_folder(inside))
        return load_cifar10_folder(inside, options);
    return load_picture_folders(path, options);
}

} // namespace

DatasetView TrainingData::view(const LabelledPixels &split) const {
    return {split.pixels, split.labels, height, width, static_cast<int>(class_names.size())};
}

Result<void> check_memory(std::int64_t pictures, const InputRule &input) {
    const std::int64_t bytes = pictures * input.width * input.height * 3;
    const auto available = available_memory();
    if (available && bytes > *available)
        return Error{"out_of_memory",
                     {fmt::format("the pictures need {} MB, and {} MB are available",
                                  bytes / 1'000'000, *available / 1'000'000)}};
    return {};
}

Result<void> check_training_data(TrainingData &data, const fs::path &path) {
    const std::vector<ClassCount> classes = counts(data);
    if (auto enough = check_class_counts(path, classes); !enough)
        return enough;
    constexpr std::int64_t few = 10;
    for (const ClassCount &of_class : classes)
        if (of_class.training < few)
            data.remarks.push_back(
                {"few_pictures", {of_class.name, std::to_string(of_class.training)}});
    if (const std::int64_t twice = count_duplicates(data); twice > 0)
        data.remarks.push_back({"duplicates", {std::to_string(twice)}});
    data.fingerprint = fingerprint_of(data);
    return {};
}

Result<TrainingData> load_training_data(const fs::path &path, const DataOptions &options) {
    try {
        auto data = load_unchecked(path, options);
        if (!data)
            return data.error();
        leave_out(*data, options.leave_out);
        if (auto checked = check_training_data(*data, path); !checked)
            return checked.error();
        return data;
    } catch (const std::bad_alloc &) {
        return Error{"out_of_memory", {}};
    }
}

} // namespace vitrine
