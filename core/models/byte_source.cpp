#include "core/models/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace vitrine {

namespace {

Error file_error(const std::filesystem::path &path, int number) {
    if (number == ENOENT || number == ENOTDIR) {
        return {"vanished", {path.string()}};
    }
    if (number == EACCES || number == EPERM) {
        return {"no_permission", {path.string()}};
    }
    return {"unreadable", {path.string(), std::generic_category().message(number)}};
}

class FileSource final : public ByteSource {
  public:
    FileSource(std::filesystem::path path, int descriptor, std::uint64_t size)
        : path_(std::move(path)), descriptor_(descriptor), size_(size) {}
    ~FileSource() override { ::close(descriptor_); }

    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

    [[nodiscard]] Result<void> read(std::uint64_t offset,
                                    std::span<std::byte> into) const override {
        while (!into.empty()) {
            const ssize_t count =
                ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count < 0) {
                return file_error(path_, errno);
            }
            if (count == 0) {
                return Error{"unreadable", {path_.string(), "it became shorter while it was read"}};
            }
            into = into.subspan(static_cast<std::size_t>(count));
            offset += static_cast<std::uint64_t>(count);
        }
        return {};
    }

  private:
    std::filesystem::path path_;
    int descriptor_;
    std::uint64_t size_;
};

} // namespace

Result<void> MemorySource::read(std::uint64_t offset, std::span<std::byte> into) const {
    if (offset > bytes_.size() || into.size() > bytes_.size() - offset) {
        return Error{"unreadable", {"memory", "it is shorter than that"}};
    }
    std::ranges::copy(bytes_.subspan(offset, into.size()), into.begin());
    return {};
}

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path &path) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return file_error(path, errno);
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        const int number = errno;
        ::close(descriptor);
        return file_error(path, number);
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(descriptor);
        if (S_ISDIR(status.st_mode)) {
            return Error{"is_a_folder", {path.string()}};
        }
        return Error{"not_a_file", {path.string()}};
    }
    return std::unique_ptr<ByteSource>(
        std::make_unique<FileSource>(path, descriptor, static_cast<std::uint64_t>(status.st_size)));
}

} // namespace vitrine
