// Writing that waits for room on the disk instead of giving up.
#pragma once

#include "core/training/run/run_control.hpp"
#include "core/training/run/run_folder.hpp"

#include <functional>

namespace vitrine {

class DiskPatience {
  public:
    /// `say` is told disk_full_waiting (path) when the waiting begins, and disk_has_room () when it
    /// ends; it must not write to the disk.
    DiskPatience(RunFolder &folder, RunControl &control, std::function<void(const Error &)> say)
        : folder_(folder), control_(control), say_(std::move(say)) {}

    /// Calls `write` again, once a second, until there is room. Errors: what `write` gave but
    /// disk_full; disk_full itself when a person asked to stop meanwhile.
    [[nodiscard]] Result<void> persist(const std::function<Result<void>()> &write);

  private:
    RunFolder &folder_;
    RunControl &control_;
    std::function<void(const Error &)> say_;
};

} // namespace vitrine
