#include "core/support/atomic_file.hpp"
#include "core/support/file_descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {
namespace {

constexpr std::size_t start_size = std::size_t{64} << 10;

std::string reason_of(int error_number) { return std::generic_category().message(error_number); }

Error open_error(const std::filesystem::path &path, int error_number) {
    switch (error_number) {
    case ENOENT:
    case ENOTDIR:
        return {"vanished", {path.string()}};
    case EACCES:
    case EPERM:
        return {"no_permission", {path.string()}};
    case EISDIR:
        return {"is_a_folder", {path.string()}};
    default:
        return {"unreadable", {path.string(), reason_of(error_number)}};
    }
}

Error too_large(const std::filesystem::path &path, std::uint64_t bytes, std::uint64_t limit) {
    return {"file_too_large", {path.string(), std::to_string(bytes), std::to_string(limit)}};
}

/// Reads until `wanted` bytes are there or the file ends; -1 on failure (errno).
ssize_t read_fully(int descriptor, std::byte *target, std::size_t wanted) {
    std::size_t done = 0;
    while (done < wanted) {
        const ssize_t count = ::read(descriptor, target + done, wanted - done);
        if (count == 0)
            break;
        if (count > 0)
            done += static_cast<std::size_t>(count);
        else if (errno != EINTR)
            return -1;
    }
    return static_cast<ssize_t>(done);
}

/// Appends the next `chunk` bytes at most. Returns how many came.
Result<std::size_t> append(std::vector<std::byte> &bytes, std::size_t chunk, int descriptor,
                           const std::filesystem::path &path) {
    const std::size_t before = bytes.size();
    bytes.resize(before + chunk);
    const ssize_t count = read_fully(descriptor, bytes.data() + before, chunk);
    if (count < 0)
        return open_error(path, errno);
    bytes.resize(before + static_cast<std::size_t>(count));
    return static_cast<std::size_t>(count);
}

Result<std::vector<std::byte>> read_open_file(int descriptor, const struct stat &status,
                                              const std::filesystem::path &path,
                                              std::uint64_t limit, const AcceptStart &accept) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limit)
        return too_large(path, size, limit);
    std::vector<std::byte> bytes;
    auto count = append(bytes, start_size, descriptor, path);
    if (!count)
        return count.error();
    if (accept)
        if (auto accepted = accept(bytes); !accepted)
            return accepted.error();
    bool ended = *count < start_size;
    // One byte more than the size that was announced, so that the end is seen in one step; files in
    // /proc announce 0, and files that grow meanwhile are followed.
    std::size_t chunk =
        size >= bytes.size()
            ? std::max(start_size, static_cast<std::size_t>(size) - bytes.size() + 1)
            : start_size;
    while (!ended && bytes.size() <= limit) {
        count = append(bytes, chunk, descriptor, path);
        if (!count)
            return count.error();
        ended = *count < chunk;
        chunk = std::size_t{1} << 20;
    }
    if (bytes.size() > limit)
        return too_large(path, bytes.size(), limit);
    return bytes;
}

} // namespace

Result<std::vector<std::byte>> read_file(const std::filesystem::path &path, std::uint64_t limit,
                                         const AcceptStart &accept) {
    // Non-blocking, so that a named pipe without a writer does not hang the program.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.valid())
        return open_error(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return open_error(path, errno);
    if (S_ISDIR(status.st_mode))
        return Error{"is_a_folder", {path.string()}};
    if (!S_ISREG(status.st_mode))
        return Error{"not_a_file", {path.string()}};
    try {
        return read_open_file(file.get(), status, path, limit, accept);
    } catch (const std::bad_alloc &) {
        return Error{"unreadable", {path.string(), "there is not enough memory for it"}};
    }
}

} // namespace vitrine
