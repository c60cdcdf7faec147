// Owns a POSIX file descriptor.
#pragma once

#include <unistd.h>
#include <utility>

namespace vitrine {

class FileDescriptor {
  public:
    explicit FileDescriptor(int descriptor = -1) noexcept : descriptor_(descriptor) {}
    FileDescriptor(FileDescriptor &&other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileDescriptor &operator=(FileDescriptor &&other) noexcept {
        if (this != &other) {
            close();
            descriptor_ = std::exchange(other.descriptor_, -1);
        }
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor() { close(); }

    [[nodiscard]] bool valid() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] int get() const noexcept { return descriptor_; }

    /// False when the system reports a write error at the last moment (errno says which).
    bool close() noexcept {
        return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0;
    }

  private:
    int descriptor_;
};

} // namespace vitrine
