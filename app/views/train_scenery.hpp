// Runs for the Train page to show.
#pragma once

#include "core/training/run/run_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace vitrine {

/// Lays copies of recorded runs (assets/recorded-runs) into a library of runs: whole, or as they
/// stood while a trainer was at it, whose place this process then takes. Blocks on the disk, for
/// screenshots and tests only.
class TrainScenery {
  public:
    /// `recorded`: the recorded runs. `runs`: the library, a scratch folder of the caller's.
    TrainScenery(std::filesystem::path recorded, std::filesystem::path runs)
        : recorded_(std::move(recorded)), runs_(std::move(runs)) {}

    void clear(); ///< no runs at all, and no trainer
    /// A recorded run; gives its id in the library.
    std::string lay(const char *name);
    /// The one that was stopped, as it was before: without its last word.
    std::string lay_cut_off();
    /// The same, with a living trainer in this state.
    std::string lay_under_way(RunFolder::State state);
    void set_state(RunFolder::State state); ///< of the trainer
    [[nodiscard]] const std::filesystem::path &recorded() const { return recorded_; }

  private:
    std::filesystem::path recorded_;
    std::filesystem::path runs_;
    std::optional<RunFolder> trainer_;
};

} // namespace vitrine
