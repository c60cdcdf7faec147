#include "app/supervision/instance_lock.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <system_error>

namespace vitrine {
namespace {

std::string holder_of(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t count = ::pread(descriptor, text.data(), text.size(), 0);
    std::string holder(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    const auto end = holder.find_first_not_of("0123456789");
    return holder.substr(0, end);
}

} // namespace

Result<InstanceLock> InstanceLock::take(const std::filesystem::path &path) {
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.valid())
        return Error{"unwritable", {path.string(), std::generic_category().message(errno)}};
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return Error{"unwritable", {path.string(), std::generic_category().message(errno)}};
        const std::string holder = holder_of(file.get());
        return holder.empty() ? Error{"already_running"} : Error{"already_running", {holder}};
    }
    // Only for the sentence that the second one says; the lock holds without it.
    const std::string own = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) == 0)
        (void)!::pwrite(file.get(), own.data(), own.size(), 0);
    return InstanceLock(std::move(file));
}

} // namespace vitrine
