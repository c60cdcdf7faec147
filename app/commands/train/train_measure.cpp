#include "app/commands/train/train_measure.hpp"

#include "core/training/run/step_planner.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace vitrine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int most_in_a_batch = 250; ///< a whole batch of a large network may take ten seconds
constexpr std::int64_t most_pictures = 1000;
constexpr auto long_enough = std::chrono::milliseconds(1500);
/// What a picture costs in a test, compared with training on it: forward alone against forward and
/// backward (about twice the forward).
constexpr double test_share = 1.0 / 3;
constexpr int epochs_without_end = 1'000'000;

double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

} // namespace

Result<nlohmann::ordered_json> measure_training(const Recipe &recipe, const TrainingData &data,
                                                const SessionOpener &open) {
    auto whole = StepPlanner::make(recipe, 0, data.training.size());
    if (!whole)
        return whole.error();
    const auto begin = Clock::now();
    const std::int64_t pictures = std::min(most_pictures, data.training.size());
    DatasetView part = data.view(data.training);
    part.labels = part.labels.first(static_cast<std::size_t>(pictures));
    part.pixels = part.pixels.first(part.pixels.size() / data.training.labels.size() *
                                    static_cast<std::size_t>(pictures));
    Recipe small = recipe;
    small.batch = std::min(recipe.batch, most_in_a_batch);
    // Each round with its own augmentation, as in the training: features of a frozen backbone are
    // kept, and the same pictures again would cost nothing.
    small.epochs = epochs_without_end;
    small.schedule = {};
    small.learning_rate.until_epoch = {};
    auto planner = StepPlanner::make(small, 0, pictures);
    if (!planner)
        return planner.error();
    auto session = open(part);
    if (!session)
        return session.error();
    const double opening = seconds(Clock::now() - begin);
    // The first step warms caches and memory up.
    if (auto taken = (*session)->train_steps(planner->plan(0, 1)); !taken)
        return taken.error();
    const auto timed_from = Clock::now();
    std::int64_t seen = 0;
    for (std::int64_t step = 1; seen == 0 || Clock::now() - timed_from < long_enough; ++step) {
        auto taken = (*session)->train_steps(planner->plan(step, 1));
        if (!taken)
            return taken.error();
        seen += taken->front().count;
    }
    const double rate = static_cast<double>(seen) / seconds(Clock::now() - timed_from);
    const std::int64_t trained =
        whole->total() * std::min<std::int64_t>(recipe.batch, data.training.size());
    const double tested = static_cast<double>(recipe.epochs) *
                          static_cast<double>(data.test.size()) *
                          (recipe.freeze_backbone ? 1 : test_share);
    return nlohmann::ordered_json{
        {"seconds", std::round(opening + (static_cast<double>(trained) + tested) / rate)},
        {"images_per_second", std::round(10 * rate) / 10},
        {"epochs", recipe.epochs},
        {"steps", whole->total()},
        {"training_pictures", data.training.size()}};
}

} // namespace vitrine
