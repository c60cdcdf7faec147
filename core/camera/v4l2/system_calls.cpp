#include "core/camera/v4l2/device_calls.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace vitrine::v4l2 {

namespace {

template <typename Call> int until_uninterrupted(Call call) {
    int result = 0;
    do
        result = call();
    while (result == -1 && errno == EINTR);
    return result;
}

class SystemCalls final : public DeviceCalls {
  public:
    [[nodiscard]] std::vector<std::string> devices() const override {
        constexpr std::string_view prefix = "video";
        std::vector<int> numbers;
        std::error_code error;
        for (std::filesystem::directory_iterator entry("/dev", error), end; !error && entry != end;
             entry.increment(error)) {
            const std::string name = entry->path().filename().string();
            int number = 0;
            const char *const last = name.data() + name.size();
            if (!name.starts_with(prefix))
                continue;
            const auto read = std::from_chars(name.data() + prefix.size(), last, number);
            if (read.ec == std::errc{} && read.ptr == last)
                numbers.push_back(number);
        }
        std::ranges::sort(numbers);
        std::vector<std::string> paths;
        paths.reserve(numbers.size());
        for (const int number : numbers)
            paths.push_back("/dev/video" + std::to_string(number));
        return paths;
    }

    [[nodiscard]] std::string stamp(const std::string &path) const override {
        struct stat node {};
        if (::stat(path.c_str(), &node) == -1)
            return {};
        // A node that is made anew may get the number of the one before it; it is of another time.
        return std::to_string(node.st_ino) + ' ' + std::to_string(node.st_ctim.tv_sec) + '.' +
               std::to_string(node.st_ctim.tv_nsec);
    }
    [[nodiscard]] int open(const std::string &path) const override {
        return until_uninterrupted(
            [&] { return ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC); });
    }
    void close(int descriptor) const override { ::close(descriptor); }
    [[nodiscard]] int control(int descriptor, unsigned long request,
                              void *argument) const override {
        return until_uninterrupted([&] { return ::ioctl(descriptor, request, argument); });
    }
    [[nodiscard]] void *map(int descriptor, std::size_t length, std::size_t offset) const override {
        void *memory = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor,
                              static_cast<off_t>(offset));
        return memory == MAP_FAILED ? nullptr : memory;
    }
    void unmap(void *memory, std::size_t length) const override { ::munmap(memory, length); }
    [[nodiscard]] int wait(int descriptor, std::chrono::milliseconds time) const override {
        pollfd entry{descriptor, POLLIN, 0};
        return until_uninterrupted(
            [&] { return ::poll(&entry, 1, static_cast<int>(time.count())); });
    }
    [[nodiscard]] int last_error() const override { return errno; }
};

} // namespace

const DeviceCalls &system_calls() {
    static const SystemCalls calls;
    return calls;
}

} // namespace vitrine::v4l2
