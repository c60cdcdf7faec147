// The system calls that a camera takes, so that a test can be the camera.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace vitrine::v4l2 {

/// As the system's own calls: −1 (map: null) and an errno where one fails, interrupted ones are
/// tried again. Stateless: any thread.
class DeviceCalls {
  public:
    virtual ~DeviceCalls() = default;
    /// The paths of all video devices, by number: /dev/video0, /dev/video2 …
    [[nodiscard]] virtual std::vector<std::string> devices() const = 0;
    /// Another where another device has come to the path, or may be used by others than before;
    /// empty where none is there. Opens nothing.
    [[nodiscard]] virtual std::string stamp(const std::string &path) const = 0;
    [[nodiscard]] virtual int open(const std::string &path) const = 0; ///< does not block later on
    virtual void close(int descriptor) const = 0;
    [[nodiscard]] virtual int control(int descriptor, unsigned long request,
                                      void *argument) const = 0; ///< ioctl()
    [[nodiscard]] virtual void *map(int descriptor, std::size_t length,
                                    std::size_t offset) const = 0;
    virtual void unmap(void *memory, std::size_t length) const = 0;
    /// Above 0 when there is something to read, 0 when the time is over.
    [[nodiscard]] virtual int wait(int descriptor, std::chrono::milliseconds time) const = 0;
    [[nodiscard]] virtual int last_error() const = 0; ///< errno
};

[[nodiscard]] const DeviceCalls &system_calls();

} // namespace vitrine::v4l2
