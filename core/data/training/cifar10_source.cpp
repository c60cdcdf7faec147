// CIFAR-10's binary files as training data, from a folder or straight out of the archive.
#include "core/data/cifar10.hpp"
#include "core/data/training/data_source.hpp"
#include "core/images/fit_to_model.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <memory>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr int classes = 10;
constexpr int piece = 256; ///< records between two looks at progress
const std::vector<std::string> official_names{"airplane", "automobile", "bird",  "cat",  "deer",
                                              "dog",      "frog",       "horse", "ship", "truck"};

TrainingData empty_data(const DataOptions &options) {
    TrainingData data;
    data.width = options.input.width;
    data.height = options.input.height;
    return data;
}

void append(TrainingData &data, bool training, const LabelledImage &record,
            const InputRule &input) {
    LabelledPixels &split = training ? data.training : data.test;
    auto &names = training ? data.training_names : data.test_names;
    const bool fits =
        input.width == cifar10_side && input.height == cifar10_side && input.crop_fraction == 1.0;
    const Image fitted = fits ? Image{} : fit_to_model(record.image, input);
    const auto &pixels = fits ? record.image.pixels : fitted.pixels;
    names.push_back(fmt::format("{} {}", training ? "train" : "test", split.labels.size()));
    split.pixels.insert(split.pixels.end(), pixels.begin(), pixels.end());
    split.labels.push_back(record.label);
}

void reserve(LabelledPixels &split, std::int64_t pictures, const InputRule &input) {
    const auto count = static_cast<std::size_t>(pictures);
    split.pixels.reserve(count * static_cast<std::size_t>(input.width) *
                         static_cast<std::size_t>(input.height) * 3);
    split.labels.reserve(count);
}

Result<void> append_all(TrainingData &data, bool training, Cifar10Reader &reader,
                        const DataOptions &options) {
    LabelledPixels &split = training ? data.training : data.test;
    if (auto fits = check_memory(reader.size(), options.input); !fits)
        return fits;
    reserve(split, reader.size(), options.input);
    for (;;) {
        auto records = reader.read(piece);
        if (!records)
            return records.error();
        if (records->empty())
            return {};
        for (const LabelledImage &record : *records)
            append(data, training, record, options.input);
        if (options.progress && !options.progress(split.size(), reader.size()))
            return Error{"interrupted", {}};
    }
}

Error incomplete(const fs::path &path, bool training) {
    return {"cifar10_incomplete",
            {path.string(), training ? "data_batch_1.bin" : "test_batch.bin"}};
}

struct CloseArchive {
    void operator()(archive *file) const noexcept { archive_read_free(file); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;
using Members = std::map<std::string, std::vector<std::uint8_t>>; ///< by file name

/// What of the archive belongs to the data set.
bool is_wanted(const std::string &name) {
    return name == "batches.meta.txt" ||
           (name.ends_with(".bin") &&
            (name.starts_with("data_batch") || name.starts_with("test_batch")));
}

Result<Members> read_members(const fs::path &path) {
    const auto bad = [&path](archive *file) {
        const char *reason = archive_error_string(file);
        return Error{"bad_dataset", {path.string(), reason == nullptr ? "cut off" : reason}};
    };
    const Archive file(archive_read_new());
    archive_read_support_filter_all(file.get());
    archive_read_support_format_tar(file.get());
    constexpr std::size_t block = std::size_t{1} << 18;
    if (archive_read_open_filename(file.get(), path.c_str(), block) != ARCHIVE_OK)
        return bad(file.get());
    Members members;
    std::uint64_t total = 0;
    constexpr std::uint64_t most = std::uint64_t{2} << 30;
    archive_entry *entry = nullptr;
    for (;;) {
        const int status = archive_read_next_header(file.get(), &entry);
        if (status == ARCHIVE_EOF)
            return members;
        if (status != ARCHIVE_OK)
            return bad(file.get());
        const char *full_name = archive_entry_pathname(entry);
        const std::string name = fs::path(full_name == nullptr ? "" : full_name).filename();
        if (archive_entry_filetype(entry) != AE_IFREG || !is_wanted(name))
            continue;
        std::vector<std::uint8_t> &bytes = members[name];
        bytes.clear();
        std::vector<std::uint8_t> piece(block);
        for (;;) {
            const la_ssize_t count = archive_read_data(file.get(), piece.data(), piece.size());
            if (count < 0)
                return bad(file.get());
            if (count == 0)
                break;
            total += static_cast<std::uint64_t>(count);
            if (total > most)
                return Error{"bad_dataset", {path.string(), "it holds more than 2 GB"}};
            bytes.insert(bytes.end(), piece.begin(), piece.begin() + count);
        }
    }
}

Result<std::vector<std::string>> names_in(const Members &members, const fs::path &path) {
    const auto found = members.find("batches.meta.txt");
    if (found == members.end())
        return official_names;
    std::vector<std::string> names(1);
    for (const std::uint8_t c : found->second) {
        if (c == '\n')
            names.emplace_back();
        else if (c != '\r')
            names.back().push_back(static_cast<char>(c));
    }
    std::erase(names, "");
    if (names.size() != classes)
        return Error{"bad_dataset", {path.string(), "batches.meta.txt: ten names are expected"}};
    return names;
}

Result<void> append_member(TrainingData &data, bool training,
                           const std::vector<std::uint8_t> &bytes, const std::string &name,
                           const DataOptions &options) {
    LabelledPixels &split = training ? data.training : data.test;
    if (bytes.empty() || bytes.size() % cifar10_record_bytes != 0)
        return Error{"bad_dataset",
                     {name, fmt::format("{} bytes are no whole number of {}-byte records",
                                        bytes.size(), cifar10_record_bytes)}};
    const std::span<const std::uint8_t> all(bytes);
    const auto count = static_cast<std::int64_t>(bytes.size() / cifar10_record_bytes);
    const std::int64_t all_in_all = split.size() + count;
    if (auto fits = check_memory(all_in_all, options.input); !fits)
        return fits;
    reserve(split, all_in_all, options.input);
    for (std::size_t at = 0; at < bytes.size(); at += cifar10_record_bytes) {
        if (at % (piece * cifar10_record_bytes) == 0 && options.progress &&
            !options.progress(split.size(), all_in_all))
            return Error{"interrupted", {}};
        if (all[at] >= classes)
            return Error{"bad_dataset",
                         {name, fmt::format("label {} is not one of 0 to 9", all[at])}};
        append(data, training, cifar10_record(all.subspan(at, cifar10_record_bytes)),
               options.input);
    }
    return {};
}

} // namespace

Result<TrainingData> load_cifar10_folder(const fs::path &folder, const DataOptions &options) {
    TrainingData data = empty_data(options);
    for (const bool training : {true, false}) {
        auto reader = Cifar10Reader::open(folder, training ? "train" : "test");
        if (!reader && reader.error().code == "no_such_split")
            return incomplete(folder, training);
        if (!reader)
            return reader.error();
        data.class_names = reader->class_names().empty() ? official_names : reader->class_names();
        if (auto read = append_all(data, training, *reader, options); !read)
            return read.error();
    }
    return data;
}

Result<TrainingData> load_cifar10_archive(const fs::path &path, const DataOptions &options) {
    auto members = read_members(path);
    if (!members)
        return members.error();
    TrainingData data = empty_data(options);
    auto names = names_in(*members, path);
    if (!names)
        return names.error();
    data.class_names = std::move(*names);
    for (auto &[name, bytes] : *members) {
        if (name == "batches.meta.txt")
            continue;
        const bool training = !name.starts_with("test_batch");
        const std::string full_name = path.string() + ": " + name;
        if (auto appended = append_member(data, training, bytes, full_name, options); !appended)
            return appended.error();
        std::vector<std::uint8_t>().swap(bytes); // one copy of the pictures at a time
    }
    for (const bool training : {true, false})
        if ((training ? data.training : data.test).labels.empty())
            return incomplete(path, training);
    return data;
}

} // namespace vitrine
