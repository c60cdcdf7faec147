// A file that only grows, a whole piece at a time.
#pragma once

#include "core/support/file_descriptor.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace vitrine {

class AppendFile {
  public:
    /// Creates the file where there is none. `cut_to`: a longer file is cut back to so many bytes.
    /// Errors: disk_full, no_permission, unwritable (path, reason).
    [[nodiscard]] static Result<AppendFile> open(const std::filesystem::path &path,
                                                 std::optional<std::uint64_t> cut_to = {});

    /// All of it or nothing: after a failure the file is as long as before.
    [[nodiscard]] Result<void> append(std::string_view bytes);
    /// Takes away what follows the last end of line: the rest of a write that a kill cut off.
    [[nodiscard]] Result<void> drop_torn_line();
    /// To the disk itself.
    [[nodiscard]] Result<void> flush();
    [[nodiscard]] std::uint64_t size() const { return size_; }

  private:
    AppendFile(FileDescriptor file, std::filesystem::path path, std::uint64_t size)
        : file_(std::move(file)), path_(std::move(path)), size_(size) {}
    Error error(int error_number) const;

    FileDescriptor file_;
    std::filesystem::path path_;
    std::uint64_t size_;
};

} // namespace vitrine
