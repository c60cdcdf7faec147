// One window a user.
#pragma once

#include "core/support/file_descriptor.hpp"
#include "core/support/result.hpp"

#include <filesystem>

namespace vitrine {

/// Held as long as the object lives. The lock is the kernel's (flock), so that it ends with the
/// process however that ends: there is nothing stale to be told from what is alive.
class InstanceLock {
  public:
    /// Errors: already_running (the other's process id, where it could be read); those of a file
    /// that cannot be made: unwritable (path, reason).
    [[nodiscard]] static Result<InstanceLock> take(const std::filesystem::path &path);

  private:
    explicit InstanceLock(FileDescriptor file) : file_(std::move(file)) {}
    FileDescriptor file_;
};

} // namespace vitrine
