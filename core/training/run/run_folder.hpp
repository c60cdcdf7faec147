// The folder of one training run: who may write there, and what it is told through it.
#pragma once

#include "core/support/file_descriptor.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace vitrine {

/// What a person asks of a running training.
/// toggle: pause, or resume what is paused; from signals only.
enum class RunRequest { none, pause, resume, toggle, stop, snapshot };

/// Holds a lock on the folder while it lives: the mark of a living trainer (flock on run.lock,
/// which the system gives back however the process ends). The lock file's text is
/// {"pid", "state"}, its time of change the heartbeat. A request is a word (pause, resume, stop,
/// snapshot) in the file `request`, which is taken away when it was read. One thread.
class RunFolder {
  public:
    enum class State { starting, running, paused, disk_full, ended };

    /// Makes the folder where there is none. Errors: in_use (folder): another trainer lives there;
    /// folder_used (folder): there is a run already and `resume` was not asked for;
    /// folder_not_empty (folder): something else lies there;
    /// nothing_to_resume (folder); no_permission, disk_full, unwritable (path, reason).
    [[nodiscard]] static Result<RunFolder> open(const std::filesystem::path &folder, bool resume);

    RunFolder(RunFolder &&) noexcept = default;
    RunFolder &operator=(RunFolder &&) = delete;
    RunFolder(const RunFolder &) = delete;
    RunFolder &operator=(const RunFolder &) = delete;
    ~RunFolder(); ///< takes the folder away again where no run came of it

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }

    /// Says that the trainer moves, at most once a second unless the state changes. Never fails: a
    /// full disk has room for what is there already.
    void beat(State state);
    [[nodiscard]] RunRequest take_request();
    /// Takes a request to stop; any other stays for who can do it.
    [[nodiscard]] bool take_stop();

    /// Bytes that may still be written there.
    [[nodiscard]] std::int64_t free_bytes() const;

  private:
    RunFolder(std::filesystem::path path, FileDescriptor lock, bool made)
        : path_(std::move(path)), lock_(std::move(lock)), made_(made) {}

    std::filesystem::path path_;
    FileDescriptor lock_;
    bool made_;
    State state_ = State::ended;
    std::int64_t last_beat_ = 0; ///< seconds on the steady clock
};

/// Whether a trainer lives in this folder.
[[nodiscard]] bool is_trainer_alive(const std::filesystem::path &folder);

/// Leaves a request for the trainer of this folder. Errors: those of write_file_atomically().
[[nodiscard]] Result<void> leave_request(const std::filesystem::path &folder, RunRequest request);

} // namespace vitrine
