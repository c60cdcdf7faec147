// Signals as requests to a running training.
#pragma once

#include "core/support/file_descriptor.hpp"
#include "core/training/run/run_control.hpp"

#include <array>
#include <csignal>

namespace vitrine {

/// SIGINT, SIGTERM and SIGHUP: stop with a checkpoint (a second one ends the program at once).
/// SIGUSR1: pause, and resume again. SIGUSR2: a checkpoint now. A reader of standard output that
/// went away does not end the training (SIGPIPE). One at a time.
class TrainRequests final : public RequestSource {
  public:
    TrainRequests();
    ~TrainRequests() override;
    TrainRequests(const TrainRequests &) = delete;
    TrainRequests &operator=(const TrainRequests &) = delete;

    RunRequest next(std::chrono::milliseconds patience) override;
    /// Whether a stop was asked for; it stays to be asked for.
    [[nodiscard]] static bool stop_requested() noexcept;

  private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE};
    FileDescriptor read_end_;
    FileDescriptor write_end_;
    std::array<struct sigaction, signals.size()> before_{};
};

} // namespace vitrine
