// Reads events.jsonl as it grows.
#pragma once

#include "app/training/run_news.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace vitrine {

/// Takes the file's bytes in order, cut anywhere. A last line without its end waits for the rest.
/// Lines that are no JSON, of unknown type, with values that are missing, no numbers or out of
/// range, and steps or epochs that do not rise are skipped and counted.
class EventReader {
  public:
    void feed(std::string_view bytes, RunNews &news);
    /// Whether the run has ended, as far as was read.
    [[nodiscard]] bool has_ended() const { return ended_; }
    [[nodiscard]] bool has_started() const { return started_; }

  private:
    void take_line(std::string_view line, RunNews &news);
    bool take_start(const nlohmann::json &event, RunNews &news);
    bool take_step(const StepPoint &point, RunNews &news);
    bool take_epoch(const nlohmann::json &event, RunNews &news);

    std::string torn_;
    std::int64_t last_step_ = 0;
    int last_epoch_ = 0;
    std::int64_t last_epoch_step_ = 0;
    bool started_ = false;
    bool ended_ = false;
};

} // namespace vitrine
