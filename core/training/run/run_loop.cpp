#include "core/training/run/run_loop.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace vitrine {

namespace {

constexpr double block_seconds = 0.5; ///< how long a request may wait for the steps in progress
constexpr std::int64_t longest_block = 4096;
constexpr auto checkpoint_after = std::chrono::seconds(60);

struct TestFigures {
    double loss = 0;
    double accuracy = 0;
    bool finite = true;
};

/// Cross-entropy and accuracy in double precision.
TestFigures measure(const std::vector<float> &logits, const LabelledPixels &test,
                    std::size_t classes) {
    TestFigures figures;
    std::int64_t right = 0;
    for (std::size_t i = 0; i < test.labels.size(); ++i) {
        const std::span<const float> row(logits.data() + i * classes, classes);
        const double top = *std::ranges::max_element(row);
        double sum = 0;
        for (const float logit : row)
            sum += std::exp(logit - top);
        const auto label = static_cast<std::size_t>(test.labels[i]);
        figures.loss += top + std::log(sum) - row[label];
        const auto lead = std::ranges::max_element(row) - row.begin();
        right += lead == test.labels[i] ? 1 : 0;
        figures.finite &=
            std::ranges::all_of(row, [](float logit) { return std::isfinite(logit); });
    }
    const auto count = static_cast<double>(test.labels.size());
    figures.loss /= count;
    figures.accuracy = static_cast<double>(right) / count;
    return figures;
}

/// The rate to show: that of the group that does most of the work.
double leading_rate(const PerGroup &rates) {
    const auto found = std::ranges::find_if(rates, [](double rate) { return rate > 0; });
    return found == rates.end() ? 0 : *found;
}

void add(EpochSums &sums, const StepResult &result) {
    sums.loss_of_batches += result.loss;
    sums.loss_of_pictures += result.loss * static_cast<double>(result.count);
    ++sums.batches;
    sums.correct += result.correct;
    sums.pictures += result.count;
}

RunEvent fields_of(const Error &error) {
    return {{"code", error.code}, {"arguments", error.arguments}, {"text", english_message(error)}};
}

double share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

} // namespace

RunLoop::RunLoop(const RunSetup &setup, const TrainingData &data, RunFolder &folder,
                 const RunServices &services, StepPlanner planner)
    : setup_(setup), data_(data), folder_(folder), services_(services),
      planner_(std::move(planner)), control_(folder, *services.requests),
      patience_(folder, control_,
                [this](const Error &error) {
                    // The disk is full just now: written down with the next event.
                    shown_.push_back(
                        event_of("message", elapsed(), progress_.step, fields_of(error)));
                    if (services_.observer)
                        services_.observer(shown_.back());
                }),
      checkpoints_(folder.path()) {}

double RunLoop::elapsed() const {
    return elapsed_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

Result<RunEnd> RunLoop::run(bool resume) {
    auto result = [&]() -> Result<RunEnd> {
        if (auto begun = start(resume); !begun)
            return begun.error();
        if (progress_.finished)
            return RunEnd::was_finished;
        while (progress_.epochs_done < setup_.recipe.epochs) {
            auto trained = train_epoch();
            if (!trained)
                return trained.error();
            if (!*trained)
                return RunEnd::stopped;
            if (auto finished = finish_epoch(); !finished)
                return finished.error();
        }
        if (auto finished = finish(); !finished)
            return finished.error();
        return RunEnd::finished;
    }();
    if (!result && log_ && result.error().code != "disk_full") // there it could not be written
        (void)log_->event("end", elapsed(), progress_.step,
                          {{"reason", result.error().code == "diverged" ? "diverged" : "failed"},
                           {"code", result.error().code},
                           {"arguments", result.error().arguments},
                           {"text", english_message(result.error())}});
    return result;
}

Result<bool> RunLoop::train_epoch() {
    const std::int64_t end = (progress_.epochs_done + 1) * planner_.steps_per_epoch();
    while (progress_.step < end) {
        if (auto obeyed = obey(control_.poll()); !obeyed || !*obeyed)
            return obeyed;
        if (auto taken = take_steps(std::min(block_, end - progress_.step)); !taken)
            return taken.error();
        if (progress_.step < end && Clock::now() - saved_ >= checkpoint_after)
            if (auto saved = save_checkpoint("time"); !saved)
                return saved.error();
    }
    return true;
}

Result<void> RunLoop::take_steps(std::int64_t count) {
    folder_.beat(RunFolder::State::running);
    const auto plans = planner_.plan(progress_.step, count);
    const auto begin = Clock::now();
    auto results = session_->train_steps(plans);
    if (!results)
        return results.error();
    const double seconds =
        std::max(1e-9, std::chrono::duration<double>(Clock::now() - begin).count());
    pace_.add_steps(count, seconds);
    block_ = std::clamp(static_cast<std::int64_t>(block_seconds / pace_.seconds_a_step()),
                        std::int64_t{1}, longest_block);
    std::int64_t pictures = 0;
    for (const StepResult &result : *results)
        pictures += result.count;
    const std::int64_t left = planner_.total() - progress_.step - count;
    const double eta =
        pace_.seconds_left(left, setup_.recipe.epochs - progress_.epochs_done,
                           share(data_.test.size(), std::int64_t{3} * setup_.recipe.batch));
    std::vector<StepRecord> records;
    for (std::size_t i = 0; i < results->size(); ++i) {
        const StepResult &result = (*results)[i];
        rate_ = leading_rate(plans[i].learning_rates);
        if (!std::isfinite(result.loss)) {
            if (auto written = log_->steps(elapsed(), records); !written)
                return written;
            return Error{
                "diverged",
                {std::to_string(progress_.step + 1),
                 fmt::format("the loss is {} at a learning rate of {:g}",
                             std::isnan(result.loss) ? "not a number" : "infinite", rate_)}};
        }
        add(progress_.sums, result);
        ++progress_.step;
        records.push_back({progress_.step, plans[i].epoch + 1, result.loss,
                           share(result.correct, result.count), rate_,
                           static_cast<double>(pictures) / seconds, eta, progress_.sums});
    }
    return log_->steps(elapsed(), records);
}

Result<void> RunLoop::finish_epoch() {
    const auto begin = Clock::now();
    auto logits = evaluate(*session_, data_.test, Views::plain);
    if (!logits)
        return logits.error();
    const TestFigures figures = measure(*logits, data_.test, data_.class_names.size());
    if (!figures.finite)
        return Error{"diverged",
                     {std::to_string(progress_.step), "the network's answers are not numbers"}};
    const EpochSums &sums = progress_.sums;
    EpochRecord record{.epoch = progress_.epochs_done + 1};
    record.train_loss = sums.loss_of_pictures / std::max(1.0, static_cast<double>(sums.pictures));
    record.train_accuracy = share(sums.correct, sums.pictures);
    record.test_loss = figures.loss;
    record.test_accuracy = figures.accuracy;
    record.best = figures.accuracy > progress_.best_accuracy;
    record.learning_rate = rate_;
    if (record.best) {
        progress_.best_accuracy = figures.accuracy;
        progress_.best_epoch = record.epoch;
    }
    if (auto kept = keep_models(*logits, record); !kept)
        return kept;
    pace_.add_epoch_end(std::chrono::duration<double>(Clock::now() - begin).count());
    record.eta_s = pace_.seconds_left(planner_.total() - progress_.step,
                                      setup_.recipe.epochs - record.epoch, 1);
    if (auto written = log_->epoch(elapsed(), progress_.step, record); !written)
        return written;
    if (auto guessed = write_probe_guesses(); !guessed)
        return guessed;
    progress_.epochs_done = record.epoch;
    progress_.sums = {};
    if (auto saved = save_checkpoint("epoch"); !saved)
        return saved;
    return settle_best();
}

Result<bool> RunLoop::obey(RunRequest request) {
    switch (request) {
    case RunRequest::none:
    case RunRequest::resume:
        return true;
    case RunRequest::snapshot: {
        auto saved = save_checkpoint("snapshot");
        return saved ? Result<bool>(true) : saved.error();
    }
    case RunRequest::pause:
    case RunRequest::toggle:
        return pause();
    case RunRequest::stop:
        if (auto saved = save_checkpoint("stop"); !saved)
            return saved.error();
        if (auto ended = log_->event("end", elapsed(), progress_.step, {{"reason", "stopped"}});
            !ended)
            return ended.error();
        return false;
    }
    return true;
}

Result<bool> RunLoop::pause() {
    if (auto saved = save_checkpoint("pause"); !saved)
        return saved.error();
    if (auto said = log_->event("message", elapsed(), progress_.step, {{"code", "paused"}}); !said)
        return said.error();
    elapsed_before_ = elapsed();
    RunRequest request = RunRequest::none;
    while (request != RunRequest::resume && request != RunRequest::toggle &&
           request != RunRequest::stop) {
        folder_.beat(RunFolder::State::paused);
        request = control_.wait(std::chrono::milliseconds(500));
    }
    started_ = Clock::now();
    saved_ = Clock::now();
    if (request == RunRequest::stop)
        return obey(request);
    if (auto said = log_->event("message", elapsed(), progress_.step, {{"code", "unpaused"}});
        !said)
        return said.error();
    return true;
}

Result<void> RunLoop::message(const Error &error) {
    return log_->event("message", elapsed(), progress_.step, fields_of(error));
}

} // namespace vitrine
