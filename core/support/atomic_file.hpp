// Whole files in and out, with every failure named.
#pragma once

#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine {

/// Where a writing function puts its bytes, in order. Buffers; after the first failure it takes
/// bytes no longer and keeps the error.
class FileSink {
  public:
    FileSink(const FileSink &) = delete;
    FileSink &operator=(const FileSink &) = delete;
    virtual ~FileSink() = default;
    virtual Result<void> write(std::span<const std::byte> bytes) = 0;
    Result<void> write(std::string_view text) {
        return write(std::as_bytes(std::span(text.data(), text.size())));
    }

  protected:
    FileSink() = default;
};

/// Replaces `path` by what is written, or leaves it as it was: writes a temporary file in the same
/// folder, checks every count, flushes it to the disk, renames it and flushes the folder. The
/// temporary file is removed on failure, also when `write` throws (the exception goes on).
/// An existing file's permissions are kept; a symbolic link is followed; a device or pipe is
/// written to directly. The folder must exist.
/// Errors: disk_full (path), no_permission (path), unwritable (path, reason), or what `write` gave.
[[nodiscard]] Result<void>
write_file_atomically(const std::filesystem::path &path,
                      const std::function<Result<void>(FileSink &)> &write);
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path &path,
                                                 std::span<const std::byte> bytes);
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path &path,
                                                 std::string_view text);

/// To be asked before the long work whose result is to go to `path`: whether
/// write_file_atomically() could do so now, and would not replace one of the files that the work
/// reads from (told by device and number, so a link is no disguise). Leaves nothing behind. Errors:
/// overwrites_input (path, input), or those of write_file_atomically().
[[nodiscard]] Result<void> check_output(const std::filesystem::path &path,
                                        std::span<const std::filesystem::path> inputs);

inline constexpr std::uint64_t default_read_limit = std::uint64_t{4} << 30; ///< bytes

/// Looks at the first bytes of a file (up to 64 KiB); an Error ends the reading there.
using AcceptStart = std::function<Result<void>(std::span<const std::byte> start)>;

/// The whole of a regular file; a pipe or device, which might never end, is refused without waiting
/// for it. When `accept` is given it is asked once, before the rest is read and memory for it is
/// taken.
/// Errors: vanished (path): there is no such file; no_permission (path); is_a_folder (path);
/// not_a_file (path): a pipe or device; file_too_large (path, bytes, limit); unreadable (path,
/// reason); or what `accept` gave.
[[nodiscard]] Result<std::vector<std::byte>> read_file(const std::filesystem::path &path,
                                                       std::uint64_t limit = default_read_limit,
                                                       const AcceptStart &accept = {});

} // namespace vitrine
