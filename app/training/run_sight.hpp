// How a run is, seen from outside its process.
#pragma once

#include "core/training/run/run_folder.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace vitrine {

/// What run.lock tells.
struct RunSight {
    bool alive = false; ///< a trainer holds the lock
    RunFolder::State state = RunFolder::State::ended;
    pid_t pid = 0;                          ///< of the one that wrote last
    std::chrono::seconds since_heartbeat{}; ///< 0 where there is no lock file
    bool operator==(const RunSight &) const = default;
};

/// Looks at the lock file; any thread.
[[nodiscard]] RunSight look_at_run(const std::filesystem::path &folder);

/// A run as people are told of it.
enum class RunLife {
    nowhere,   ///< nothing was written yet, and nobody is there
    preparing, ///< the trainer reads pictures and loads what computes
    running,
    paused,
    disk_full, ///< the trainer waits for room
    hung,      ///< the trainer is there and has not moved for a long time
    died,      ///< the trainer is gone without a last word; it can be carried on
    ended,     ///< see RunEnding
};

/// How often the system has ended a process of this one's control group for want of memory; nothing
/// where the system does not tell. Linux control groups, version 2 (memory.events) and 1
/// (memory.oom_control): Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst.
[[nodiscard]] std::optional<std::int64_t>
out_of_memory_kills(const std::filesystem::path &own_groups = "/proc/self/cgroup",
                    const std::filesystem::path &groups = "/sys/fs/cgroup");

} // namespace vitrine
