#include "app/viewmodels/training/run_replay.hpp"

#include <algorithm>

namespace vitrine {

RunReplay::RunReplay(RunRecord record) : record_(std::move(record)) {
    if (!record_.steps.empty())
        length_s_ = record_.steps.back().time_s;
    if (!record_.epochs.empty())
        length_s_ = std::max(length_s_, record_.epochs.back().time_s);
}

RunNews RunReplay::advance(double seconds) {
    RunNews news;
    if (!begun_) {
        begun_ = true;
        news.from_the_beginning = true;
        news.start = record_.start;
        news.remarks = record_.remarks;
    }
    time_s_ = std::min(length_s_, time_s_ + seconds);
    for (; steps_ < record_.steps.size() && record_.steps[steps_].time_s <= time_s_; ++steps_)
        news.steps.push_back(record_.steps[steps_]);
    for (; epochs_ < record_.epochs.size() && record_.epochs[epochs_].time_s <= time_s_; ++epochs_)
        news.epochs.push_back(record_.epochs[epochs_]);
    // A round of guesses comes right after its epoch's test.
    const int tested = epochs_ > 0 ? record_.epochs[epochs_ - 1].epoch : 0;
    for (; probes_ < record_.probes.size() && record_.probes[probes_].epoch <= tested; ++probes_)
        news.probes.push_back(record_.probes[probes_]);
    if (done()) {
        news.ending = record_.ending;
        news.saved_time_s = record_.saved_time_s;
    }
    return news;
}

} // namespace vitrine
