// CIFAR-10's binary layout: records of 3073 bytes, a label and 1024 R, 1024 G, 1024 B, rows top to
// bottom (https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version").
#pragma once

#include "core/images/image.hpp"
#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

inline constexpr int cifar10_side = 32;
inline constexpr std::size_t cifar10_record_bytes = 1 + 3 * cifar10_side * cifar10_side;

struct LabelledImage {
    Image image;
    int label = 0; ///< index into the data set's class names
};

/// `record` must hold cifar10_record_bytes.
[[nodiscard]] LabelledImage cifar10_record(std::span<const std::uint8_t> record);

/// One split of a folder in the binary layout, read in pieces so that memory stays small however
/// long the files are. Files of any whole number of records are taken, the official 10,000 or not.
class Cifar10Reader {
  public:
    /// Whether `folder` holds files of this layout (test_batch*.bin or data_batch*.bin).
    [[nodiscard]] static bool is_folder(const std::filesystem::path &folder);

    /// split "test": test_batch*.bin; "train": data_batch*.bin, in the order of their names.
    /// Sizes are checked here, labels while reading. Errors: no_such_split (path, split),
    /// bad_dataset (path, reason), unreadable (path, reason).
    [[nodiscard]] static Result<Cifar10Reader> open(const std::filesystem::path &folder,
                                                    std::string_view split);

    /// From batches.meta.txt, one name a line; empty where there is no such file.
    [[nodiscard]] const std::vector<std::string> &class_names() const { return class_names_; }
    [[nodiscard]] std::int64_t size() const { return size_; } ///< records of the split

    /// The next records, at most `wanted`; none at the end. Errors: bad_dataset (a label that no
    /// class has; a file that became shorter), unreadable.
    [[nodiscard]] Result<std::vector<LabelledImage>> read(int wanted);

  private:
    Result<void> open_next();

    std::vector<std::filesystem::path> files_;
    std::vector<std::string> class_names_;
    std::int64_t size_ = 0;
    std::size_t next_file_ = 0;
    std::ifstream stream_;
    std::int64_t left_in_file_ = 0;
};

} // namespace vitrine
