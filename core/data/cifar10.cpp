#include "core/data/cifar10.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr int cifar10_classes = 10;

std::vector<fs::path> files_starting_with(const fs::path &folder, std::string_view prefix) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        if (name.starts_with(prefix) && name.ends_with(".bin") && it->is_regular_file(ignored))
            found.push_back(it->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<std::string>> read_class_names(const fs::path &path) {
    std::vector<std::string> names;
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return names;
    std::ifstream stream(path);
    if (!stream)
        return Error{"unreadable", {path.string(), "cannot be opened"}};
    for (std::string line; names.size() <= cifar10_classes && std::getline(stream, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.pop_back();
        if (!line.empty()) // the official file ends with an empty line
            names.push_back(line);
    }
    if (names.size() != cifar10_classes)
        return Error{"bad_dataset", {path.string(), "ten class names are expected"}};
    return names;
}

} // namespace

LabelledImage cifar10_record(std::span<const std::uint8_t> record) {
    constexpr std::size_t plane = std::size_t{cifar10_side} * cifar10_side;
    LabelledImage result;
    result.label = record[0];
    result.image.width = cifar10_side;
    result.image.height = cifar10_side;
    result.image.pixels.resize(3 * plane);
    for (std::size_t pixel = 0; pixel < plane; ++pixel)
        for (std::size_t channel = 0; channel < 3; ++channel)
            result.image.pixels[3 * pixel + channel] = record[1 + channel * plane + pixel];
    return result;
}

bool Cifar10Reader::is_folder(const fs::path &folder) {
    return !files_starting_with(folder, "test_batch").empty() ||
           !files_starting_with(folder, "data_batch").empty();
}

Result<Cifar10Reader> Cifar10Reader::open(const fs::path &folder, std::string_view split) {
    Cifar10Reader reader;
    if (split == "test")
        reader.files_ = files_starting_with(folder, "test_batch");
    else if (split == "train")
        reader.files_ = files_starting_with(folder, "data_batch");
    if (reader.files_.empty())
        return Error{"no_such_split", {folder.string(), std::string(split)}};
    for (const fs::path &file : reader.files_) {
        std::error_code error;
        const std::uintmax_t bytes = fs::file_size(file, error);
        if (error)
            return Error{"unreadable", {file.string(), error.message()}};
        if (bytes == 0 || bytes % cifar10_record_bytes != 0)
            return Error{
                "bad_dataset",
                {file.string(), fmt::format("{} bytes are no whole number of {}-byte records",
                                            bytes, cifar10_record_bytes)}};
        reader.size_ += static_cast<std::int64_t>(bytes / cifar10_record_bytes);
    }
    auto names = read_class_names(folder / "batches.meta.txt");
    if (!names)
        return names.error();
    reader.class_names_ = std::move(*names);
    return reader;
}

Result<void> Cifar10Reader::open_next() {
    const fs::path &file = files_[next_file_++];
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    stream_ = std::ifstream(file, std::ios::binary);
    if (error || !stream_)
        return Error{"unreadable", {file.string(), error ? error.message() : "cannot be opened"}};
    left_in_file_ = static_cast<std::int64_t>(bytes / cifar10_record_bytes);
    return {};
}

Result<std::vector<LabelledImage>> Cifar10Reader::read(int wanted) {
    std::vector<LabelledImage> records;
    std::array<std::uint8_t, cifar10_record_bytes> record{};
    while (static_cast<int>(records.size()) < wanted) {
        if (left_in_file_ == 0) {
            if (next_file_ == files_.size())
                break;
            if (auto opened = open_next(); !opened)
                return opened.error();
            continue;
        }
        const std::string name = files_[next_file_ - 1].string();
        if (!stream_.read(reinterpret_cast<char *>(record.data()), record.size()))
            return Error{"bad_dataset", {name, "it ended before its last record"}};
        --left_in_file_;
        if (record[0] >= cifar10_classes)
            return Error{"bad_dataset",
                         {name, fmt::format("label {} is not one of 0 to 9", record[0])}};
        records.push_back(cifar10_record(record));
    }
    return records;
}

} // namespace vitrine
