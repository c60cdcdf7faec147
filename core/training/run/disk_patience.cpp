#include "core/training/run/disk_patience.hpp"

namespace vitrine {

Result<void> DiskPatience::persist(const std::function<Result<void>()> &write) {
    auto written = write();
    if (written.ok() || written.error().code != "disk_full")
        return written;
    say_({"disk_full_waiting", {folder_.path().string()}});
    while (!written.ok() && written.error().code == "disk_full") {
        folder_.beat(RunFolder::State::disk_full);
        if (control_.wait_for_stop(std::chrono::seconds(1)))
            return written;
        written = write();
    }
    folder_.beat(RunFolder::State::running);
    if (written)
        say_({"disk_has_room", {}});
    return written;
}

} // namespace vitrine
