// What those who watch a training from outside learn while it reads its pictures.
#pragma once

#include "core/training/run/run_folder.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace vitrine {

/// Before the first step nothing looks after the run's folder: this says that the trainer moves and
/// listens for a request to stop. `file` then holds {"done", "total"}, and goes with this.
class ReadingReport {
  public:
    /// `folder`: null where there is none. `file`: empty: nobody wants to know.
    ReadingReport(RunFolder *folder, std::filesystem::path file)
        : folder_(folder), file_(std::move(file)) {}
    ~ReadingReport();
    ReadingReport(const ReadingReport &) = delete;
    ReadingReport &operator=(const ReadingReport &) = delete;

    /// To be called often; does its work a few times a second. False once a stop was asked for.
    [[nodiscard]] bool tell(std::int64_t done, std::int64_t total);

  private:
    using Clock = std::chrono::steady_clock;
    RunFolder *folder_;
    std::filesystem::path file_;
    std::optional<Clock::time_point> last_;
    bool stop_ = false;
};

} // namespace vitrine
