// What a run writes down as it goes: events.jsonl, metrics.csv, TensorBoard's events and, for the
// tutorial's recipe, log.txt, acc.txt and best_acc.txt.
#pragma once

#include "core/training/run/append_file.hpp"
#include "core/training/run/disk_patience.hpp"
#include "core/training/run/run_folder.hpp"
#include "core/training/run/run_progress.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace vitrine {

using RunEvent = nlohmann::ordered_json;
using RunObserver = std::function<void(const RunEvent &)>;

/// One step as it is written down.
struct StepRecord {
    std::int64_t step = 0; ///< from 1
    int epoch = 0;         ///< from 1
    double loss = 0;       ///< the batch's mean
    double accuracy = 0;   ///< of the batch, 0 to 1
    double learning_rate = 0;
    double images_per_second = 0;
    double eta_s = 0; ///< until the whole run ends
    EpochSums sums;   ///< of the epoch, this step included
};

struct EpochRecord {
    int epoch = 0; ///< from 1
    double train_loss = 0, train_accuracy = 0, test_loss = 0, test_accuracy = 0;
    bool best = false;
    double eta_s = 0;
    double learning_rate = 0;
};

/// An event of `type` as it is written: with its time and step before its fields.
[[nodiscard]] RunEvent event_of(const std::string &type, double time_s, std::int64_t step,
                                const RunEvent &fields);

class RunLog {
  public:
    /// `observer` sees every event as it is written. On resuming, files whose sizes `progress`
    /// holds are cut back to them. Errors: those of AppendFile.
    [[nodiscard]] static Result<RunLog> open(RunFolder &folder, bool tutorial_files,
                                             const RunProgress &progress, bool resumed,
                                             DiskPatience &patience, RunObserver observer);

    /// `type` and fields; time_s and step are put in. Errors of all that follow: those of
    /// DiskPatience::persist().
    [[nodiscard]] Result<void> event(const std::string &type, double time_s, std::int64_t step,
                                     const RunEvent &fields);
    /// The same, of what the observer has been shown already, with the time and step of then.
    [[nodiscard]] Result<void> shown_event(const RunEvent &event);
    [[nodiscard]] Result<void> steps(double time_s, const std::vector<StepRecord> &steps);
    [[nodiscard]] Result<void> epoch(double time_s, std::int64_t step, const EpochRecord &epoch);
    /// Everything to the disk, and the sizes for the checkpoint.
    [[nodiscard]] Result<std::map<std::string, std::uint64_t>> settle();

  private:
    RunLog(RunFolder &folder, DiskPatience &patience, RunObserver observer)
        : folder_(&folder), patience_(&patience), observer_(std::move(observer)) {}
    Result<void> append(const std::string &file, const std::string &text);
    Result<void> tutorial_epoch(const EpochRecord &epoch);

    RunFolder *folder_;
    DiskPatience *patience_;
    RunObserver observer_;
    std::map<std::string, AppendFile> files_; ///< by name in the folder
    std::string tensorboard_;                 ///< name of this process's file
    bool tutorial_ = false;
};

} // namespace vitrine
