#include "core/training/run/append_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {

namespace {

Error file_error(const std::filesystem::path &path, int error_number) {
    if (error_number == ENOSPC || error_number == EDQUOT)
        return {"disk_full", {path.string()}};
    if (error_number == EACCES || error_number == EPERM || error_number == EROFS)
        return {"no_permission", {path.string()}};
    return {"unwritable", {path.string(), std::generic_category().message(error_number)}};
}

} // namespace

Error AppendFile::error(int error_number) const { return file_error(path_, error_number); }

Result<AppendFile> AppendFile::open(const std::filesystem::path &path,
                                    std::optional<std::uint64_t> cut_to) {
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    struct stat status {};
    if (!file.valid() || ::fstat(file.get(), &status) != 0)
        return file_error(path, errno);
    auto size = static_cast<std::uint64_t>(status.st_size);
    if (cut_to && *cut_to < size) {
        if (::ftruncate(file.get(), static_cast<off_t>(*cut_to)) != 0)
            return file_error(path, errno);
        size = *cut_to;
    }
    return AppendFile(std::move(file), path, size);
}

Result<void> AppendFile::append(std::string_view bytes) {
    std::uint64_t at = size_;
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
            at += static_cast<std::uint64_t>(count);
        } else if (count == 0 || errno != EINTR) {
            const int reason = count == 0 ? ENOSPC : errno;
            if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0)
                return error(errno);
            return error(reason);
        }
    }
    size_ = at;
    return {};
}

Result<void> AppendFile::drop_torn_line() {
    std::uint64_t end = size_;
    char last = '\n';
    while (end > 0 && ::pread(file_.get(), &last, 1, static_cast<off_t>(end - 1)) == 1 &&
           last != '\n')
        --end;
    if (end == size_)
        return {};
    if (::ftruncate(file_.get(), static_cast<off_t>(end)) != 0)
        return error(errno);
    size_ = end;
    return {};
}

Result<void> AppendFile::flush() {
    if (::fdatasync(file_.get()) != 0 && errno != EINVAL)
        return error(errno);
    return {};
}

} // namespace vitrine
