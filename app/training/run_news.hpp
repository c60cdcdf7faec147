// What a run's events say, understood.
#pragma once

#include "core/support/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

struct StepPoint {
    std::int64_t step = 0; ///< from 1, rising
    int epoch = 0;         ///< from 1
    double time_s = 0;     ///< time that training has had
    double loss = 0;
    double accuracy = 0; ///< of the batch, 0 to 1
    double learning_rate = 0;
    double images_per_second = 0;
    double eta_s = 0; ///< until the run ends
    bool operator==(const StepPoint &) const = default;
};

struct EpochPoint {
    std::int64_t step = 0; ///< the last one of the epoch
    int epoch = 0;         ///< from 1, rising
    double time_s = 0;
    double train_loss = 0, train_accuracy = 0, test_loss = 0, test_accuracy = 0;
    bool best = false; ///< better than every epoch before
    double eta_s = 0;
    bool operator==(const EpochPoint &) const = default;
};

struct ProbeGuess {
    int guess = 0; ///< index of the class
    double probability = 0;
    std::optional<int> label{}; ///< the true class, where it is known
    bool operator==(const ProbeGuess &) const = default;
};

struct ProbeRound {
    std::int64_t step = 0;
    int epoch = 0;
    std::vector<ProbeGuess> guesses; ///< in the order of probe.safetensors
};

struct RunStart {
    int epochs = 0;
    std::int64_t steps = 0; ///< of the whole run
    std::int64_t steps_per_epoch = 0;
    std::int64_t training_pictures = 0;
    std::int64_t test_pictures = 0;
    std::vector<std::string> labels;
    bool resumed = false;
};

struct RunRemark {
    std::int64_t step = 0;
    Error error; ///< also what is no error: "paused", "duplicates"
};

struct RunEnding {
    std::string reason; ///< "finished", "stopped", "diverged", "failed"
    Error error{};      ///< of the last two
    std::optional<double> best_accuracy{};
    std::vector<std::vector<std::int64_t>> confusion{}; ///< row true, column guessed
};

/// What was added to a run's events since the news before. Apply in this order: forget what came
/// after `cut_after`, take `start`, append the rest.
struct RunNews {
    bool from_the_beginning = false; ///< forget everything: the file was begun anew
    std::optional<std::int64_t> cut_after{};
    std::optional<RunStart> start{};
    std::vector<StepPoint> steps{};
    std::vector<EpochPoint> epochs{};
    std::vector<ProbeRound> probes{};
    std::vector<RunRemark> remarks{};
    std::optional<RunEnding> ending{};
    std::optional<double> saved_time_s{}; ///< of the newest checkpoint
    std::int64_t skipped = 0;             ///< lines that say nothing that can be used
    bool caught_up = false;               ///< the file held no more

    [[nodiscard]] bool empty() const {
        return !from_the_beginning && !cut_after && !start && steps.empty() && epochs.empty() &&
               probes.empty() && remarks.empty() && !ending && !saved_time_s && skipped == 0;
    }
};

/// All that is known of a run, from its news.
struct RunRecord {
    RunStart start;
    std::vector<StepPoint> steps;
    std::vector<EpochPoint> epochs;
    std::vector<ProbeRound> probes;
    std::vector<RunRemark> remarks;
    std::optional<RunEnding> ending;
    std::optional<double> saved_time_s;
    std::int64_t skipped = 0;

    void apply(const RunNews &news);
    [[nodiscard]] const EpochPoint *best() const; ///< null before the first test
};

/// Takes away the points of steps after `step`.
template <typename Point> void cut_after(std::vector<Point> &points, std::int64_t step) {
    std::erase_if(points, [step](const Point &point) { return point.step > step; });
}

} // namespace vitrine
