#include "core/support/atomic_file.hpp"
#include "core/support/file_descriptor.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

Error write_error(const fs::path &path, int error_number) {
    switch (error_number) {
    case ENOSPC:
    case EDQUOT:
        return {"disk_full", {path.string()}};
    case EACCES:
    case EPERM:
        return {"no_permission", {path.string()}};
    default:
        return {"unwritable", {path.string(), std::generic_category().message(error_number)}};
    }
}

/// Collects small writes; checks every count that the system gives back.
class DescriptorSink final : public FileSink {
  public:
    DescriptorSink(int descriptor, fs::path path)
        : descriptor_(descriptor), path_(std::move(path)) {
        buffer_.reserve(buffer_size);
    }

    using FileSink::write;
    Result<void> write(std::span<const std::byte> bytes) override {
        if (error_)
            return *error_;
        if (buffer_.size() + bytes.size() > buffer_size) {
            if (auto flushed = flush(); !flushed)
                return flushed;
            if (bytes.size() >= buffer_size)
                return write_through(bytes);
        }
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
        return {};
    }

    Result<void> flush() {
        if (error_)
            return *error_;
        auto written = write_through(buffer_);
        buffer_.clear();
        return written;
    }

  private:
    static constexpr std::size_t buffer_size = std::size_t{64} << 10;

    Result<void> write_through(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
            if (count > 0) {
                bytes = bytes.subspan(static_cast<std::size_t>(count));
            } else if (count == 0 || errno != EINTR) {
                error_ = write_error(path_, count == 0 ? ENOSPC : errno);
                return *error_;
            }
        }
        return {};
    }

    int descriptor_;
    fs::path path_;
    std::vector<std::byte> buffer_;
    std::optional<Error> error_;
};

/// A file that is removed unless it has been put in its place.
class TemporaryFile {
  public:
    /// Beside `target`, under a short name: the target's own may already have the longest length.
    static Result<TemporaryFile> beside(const fs::path &target, const fs::path &asked_for) {
        std::random_device random;
        for (int attempt = 0; attempt < 100; ++attempt) {
            fs::path path =
                target.parent_path() / (".vitrine-" + std::to_string(random()) + ".part");
            // Mode 0666, so that the umask decides, as it would have for the file itself.
            FileDescriptor file(
                ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
            if (file.valid())
                return TemporaryFile(std::move(file), std::move(path));
            if (errno == ENOENT || errno == ENOTDIR)
                return Error{"unwritable", {asked_for.string(), "its folder does not exist"}};
            if (errno != EEXIST)
                return write_error(asked_for, errno);
        }
        return write_error(asked_for, EEXIST);
    }

    TemporaryFile(TemporaryFile &&other) noexcept
        : file_(std::move(other.file_)), path_(std::exchange(other.path_, {})) {}
    TemporaryFile &operator=(TemporaryFile &&) = delete;
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;
    ~TemporaryFile() {
        if (!path_.empty())
            ::unlink(path_.c_str());
    }

    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }

    /// False with errno on failure.
    bool put_in_place(const fs::path &target) {
        if (::fsync(file_.get()) != 0 || !file_.close() ||
            ::rename(path_.c_str(), target.c_str()) != 0)
            return false;
        path_.clear();
        return true;
    }

  private:
    TemporaryFile(FileDescriptor file, fs::path path)
        : file_(std::move(file)), path_(std::move(path)) {}

    FileDescriptor file_;
    fs::path path_;
};

constexpr int most_links = 40; ///< one after the other, as Linux bears

/// What a path leads to, and whether it may be replaced.
struct Target {
    fs::path path; ///< links followed
    bool exists = false;
    struct stat status {};
    [[nodiscard]] bool is_device() const { return exists && !S_ISREG(status.st_mode); }
};

Result<Target> target_of(const fs::path &path) {
    Target target{path};
    target.exists = ::stat(path.c_str(), &target.status) == 0;
    if (!target.exists) { // or a link to what is still to be made
        std::error_code unresolved;
        for (int hops = 0; hops < most_links; ++hops) {
            const fs::path next = fs::read_symlink(target.path, unresolved);
            if (unresolved)
                return target;
            target.path = target.path.parent_path() / next; // which an absolute one replaces
        }
        return write_error(path, ELOOP);
    }
    if (S_ISDIR(target.status.st_mode))
        return write_error(path, EISDIR);
    // A rename would quietly replace a file that is marked read-only.
    if (!target.is_device() && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
        return write_error(path, errno);
    std::error_code unresolved;
    if (fs::path resolved = fs::canonical(path, unresolved); !unresolved)
        target.path = std::move(resolved);
    return target;
}

/// Makes a rename last through a power cut. Some file systems cannot flush a folder (EINVAL), and
/// a folder may be writable but not readable: then there is nothing more to be done.
Result<void> flush_folder(const fs::path &target, const fs::path &asked_for) {
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.valid() && ::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP)
        return write_error(asked_for, errno);
    return {};
}

Result<void> write_to_device(const fs::path &path,
                             const std::function<Result<void>(FileSink &)> &write) {
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.valid())
        return write_error(path, errno);
    DescriptorSink sink(file.get(), path);
    if (auto written = write(sink); !written)
        return written;
    if (auto flushed = sink.flush(); !flushed)
        return flushed;
    return file.close() ? Result<void>{} : write_error(path, errno);
}

} // namespace

Result<void> write_file_atomically(const fs::path &path,
                                   const std::function<Result<void>(FileSink &)> &write) {
    const auto target = target_of(path);
    if (!target)
        return target.error();
    if (target->is_device())
        return write_to_device(path, write);
    auto temporary = TemporaryFile::beside(target->path, path);
    if (!temporary)
        return temporary.error();
    DescriptorSink sink(temporary->descriptor(), path);
    if (auto written = write(sink); !written)
        return written;
    if (auto flushed = sink.flush(); !flushed)
        return flushed;
    if (target->exists && ::fchmod(temporary->descriptor(), target->status.st_mode & 07777) != 0)
        return write_error(path, errno);
    if (!temporary->put_in_place(target->path))
        return write_error(path, errno);
    return flush_folder(target->path, path);
}

Result<void> check_output(const fs::path &path, std::span<const fs::path> inputs) {
    const auto target = target_of(path);
    if (!target)
        return target.error();
    if (target->exists && S_ISFIFO(target->status.st_mode)) { // opening it waits for a reader
        const int pipe = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (pipe < 0)
            return errno == ENXIO
                       ? Result<void>{Error{"unwritable", {path.string(), "nobody reads from it"}}}
                       : Result<void>{write_error(path, errno)};
        ::close(pipe);
    }
    if (target->is_device())
        return {};
    for (const fs::path &input : inputs) {
        struct stat status {};
        if (target->exists && ::stat(input.c_str(), &status) == 0 &&
            status.st_dev == target->status.st_dev && status.st_ino == target->status.st_ino)
            return Error{"overwrites_input", {path.string(), input.string()}};
    }
    const auto temporary = TemporaryFile::beside(target->path, path);
    return temporary ? Result<void>{} : Result<void>{temporary.error()};
}

Result<void> write_file_atomically(const fs::path &path, std::span<const std::byte> bytes) {
    return write_file_atomically(path, [bytes](FileSink &sink) { return sink.write(bytes); });
}

Result<void> write_file_atomically(const fs::path &path, std::string_view text) {
    return write_file_atomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

} // namespace vitrine
