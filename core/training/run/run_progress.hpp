// How far a run is.
#pragma once

#include "core/support/result.hpp"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace vitrine {

/// Sums over the steps of the current epoch.
struct EpochSums {
    double loss_of_batches = 0;  ///< sum of the batches' mean losses
    double loss_of_pictures = 0; ///< sum of the pictures' losses
    std::int64_t batches = 0;
    std::int64_t correct = 0;
    std::int64_t pictures = 0;
    bool operator==(const EpochSums &) const = default;
};

struct RunProgress {
    std::int64_t step = 0; ///< steps taken
    int epochs_done = 0;   ///< epochs trained and tested
    EpochSums sums;
    double best_accuracy = -1; ///< 0 to 1 on the test pictures; −1 before the first test
    int best_epoch = 0;        ///< from 1
    double elapsed_s = 0;      ///< time that training has had
    bool finished = false;
    std::int64_t saved = 0; ///< checkpoints written before
    /// Sizes in bytes of the files that are cut back on resuming, by name.
    std::map<std::string, std::uint64_t> sizes{};
    bool operator==(const RunProgress &) const = default;
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EpochSums, loss_of_batches, loss_of_pictures, batches, correct,
                                   pictures)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RunProgress, step, epochs_done, sums, best_accuracy, best_epoch,
                                   elapsed_s, finished, saved, sizes)

} // namespace vitrine
