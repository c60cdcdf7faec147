// What vitrine train says while it runs.
#pragma once

#include "core/training/run/run_log.hpp"

#include <chrono>
#include <string>

namespace vitrine {

/// Events as lines of JSON on standard output, or words: a calm line that renews itself where
/// standard error is a terminal, else a line an epoch.
class TrainOutput {
  public:
    TrainOutput(bool json, int epochs);
    void show(const RunEvent &event);
    /// The last words, on standard output, of a finished run.
    void report(const std::string &best_model) const;

  private:
    void show_step(const RunEvent &event);
    void show_epoch(const RunEvent &event) const;

    bool json_;
    bool terminal_;
    int epochs_;
    std::chrono::steady_clock::time_point last_{};
    RunEvent end_;
};

/// "2 h 05 min", "3 min 20 s", "40 s".
[[nodiscard]] std::string duration_text(double seconds);

} // namespace vitrine
