#include "core/training/run/run_folder.hpp"

#include "core/support/atomic_file.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <utility>
#include <vector>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr const char *lock_name = "run.lock";
constexpr const char *request_name = "request";
constexpr const char *taken_name = ".vitrine-request.part";
constexpr int lock_tries = 10;
constexpr int lock_pause_ms = 10;

constexpr std::array<std::pair<RunRequest, std::string_view>, 4> requests{
    {{RunRequest::pause, "pause"},
     {RunRequest::resume, "resume"},
     {RunRequest::stop, "stop"},
     {RunRequest::snapshot, "snapshot"}}};

std::string_view to_string(RunFolder::State state) {
    static constexpr std::array<std::string_view, 5> words{"starting", "running", "paused",
                                                           "disk_full", "ended"};
    return words[static_cast<std::size_t>(state)];
}

Error open_error(const fs::path &path, int error_number) {
    if (error_number == EACCES || error_number == EPERM || error_number == EROFS)
        return {"no_permission", {path.string()}};
    if (error_number == ENOSPC || error_number == EDQUOT)
        return {"disk_full", {path.string()}};
    return {"unwritable", {path.string(), std::generic_category().message(error_number)}};
}

/// Locks run.lock, and makes sure that it is still the file of that name. Who looks whether a
/// trainer lives here holds the lock for an instant, so it is tried a few times.
Result<FileDescriptor> lock(const fs::path &folder) {
    const fs::path path = folder / lock_name;
    for (int tries = 0;;) {
        FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
        if (!file.valid())
            return open_error(path, errno);
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            if (reason == EINTR)
                continue;
            if (reason != EWOULDBLOCK)
                return open_error(path, reason);
            if (++tries == lock_tries)
                return Error{"in_use", {folder.string()}};
            ::poll(nullptr, 0, lock_pause_ms);
            continue;
        }
        struct stat opened {};
        struct stat named {};
        if (::fstat(file.get(), &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
            opened.st_ino == named.st_ino && opened.st_dev == named.st_dev)
            return file;
    }
}

std::int64_t steady_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// The request in this file, if there is one.
RunRequest request_in(const fs::path &file) {
    constexpr std::uint64_t limit = 64;
    const auto bytes = read_file(file, limit);
    if (!bytes)
        return RunRequest::none;
    std::string_view word(reinterpret_cast<const char *>(bytes->data()), bytes->size());
    while (!word.empty() && (word.back() == '\n' || word.back() == ' '))
        word.remove_suffix(1);
    for (const auto &[request, name] : requests)
        if (name == word)
            return request;
    return RunRequest::none;
}

/// Files that a writer left half done when it was killed.
void remove_parts(const fs::path &folder) {
    std::error_code error;
    std::vector<fs::path> parts;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(".vitrine-") && name.ends_with(".part"))
            parts.push_back(it->path());
    }
    for (const fs::path &part : parts)
        fs::remove(part, error);
}

/// Whether somebody keeps something else here: neither hidden files nor what a trainer that was
/// killed before its first word left behind.
bool holds_other_files(const fs::path &folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with('.') && name != lock_name && name != request_name)
            return true;
    }
    return false;
}

} // namespace

Result<RunFolder> RunFolder::open(const fs::path &folder, bool resume) {
    std::error_code error;
    const bool exists = fs::exists(folder / "run.json", error);
    if (resume && !exists)
        return Error{"nothing_to_resume", {folder.string()}};
    const bool made = fs::create_directories(folder, error);
    if (error)
        return open_error(folder, error.value());
    auto locked = lock(folder);
    if (!locked)
        return locked.error();
    RunFolder result(folder, std::move(*locked), made);
    if (exists && !resume)
        return Error{"folder_used", {folder.string()}};
    if (!exists && holds_other_files(folder))
        return Error{"folder_not_empty", {folder.string()}};
    remove_parts(folder);
    fs::remove(folder / request_name, error); // meant for a trainer that is gone
    result.beat(State::starting);
    return result;
}

RunFolder::~RunFolder() {
    if (!lock_.valid())
        return;
    std::error_code ignored;
    if (fs::exists(path_ / "run.json", ignored)) {
        beat(State::ended);
        return;
    }
    fs::remove(path_ / lock_name, ignored);
    if (made_)
        fs::remove(path_, ignored); // only where it is empty
}

void RunFolder::beat(State state) {
    const std::int64_t now = steady_seconds();
    if (state == state_ && now == last_beat_)
        return;
    last_beat_ = now;
    if (state == state_) {
        ::futimens(lock_.get(), nullptr);
        return;
    }
    state_ = state;
    // Always the same length, so that a full disk has room for it.
    const std::string text = fmt::format("{{\"pid\": {:>10}, \"state\": {:>11}}}\n", ::getpid(),
                                         fmt::format("\"{}\"", to_string(state)));
    if (::pwrite(lock_.get(), text.data(), text.size(), 0) < 0)
        ::futimens(lock_.get(), nullptr);
}

RunRequest RunFolder::take_request() {
    const fs::path path = path_ / request_name;
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return RunRequest::none;
    if (fs::file_size(path, ignored) == 0)
        return RunRequest::none; // it is being written
    // Taken away before it is read: another may be left in its place at any moment.
    const fs::path taken = path_ / taken_name;
    fs::rename(path, taken, ignored);
    const RunRequest request = request_in(taken);
    fs::remove(taken, ignored);
    return request;
}

bool RunFolder::take_stop() {
    if (request_in(path_ / request_name) != RunRequest::stop)
        return false;
    std::error_code ignored;
    fs::remove(path_ / request_name, ignored);
    return true;
}

std::int64_t RunFolder::free_bytes() const {
    struct statvfs status {};
    if (::statvfs(path_.c_str(), &status) != 0)
        return 0;
    return static_cast<std::int64_t>(status.f_bavail) * static_cast<std::int64_t>(status.f_frsize);
}

bool is_trainer_alive(const fs::path &folder) {
    const FileDescriptor file(::open((folder / lock_name).c_str(), O_RDONLY | O_CLOEXEC));
    return file.valid() && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

Result<void> leave_request(const fs::path &folder, RunRequest request) {
    for (const auto &[known, word] : requests)
        if (known == request)
            return write_file_atomically(folder / request_name, word);
    return {};
}

} // namespace vitrine
