#include "app/viewmodels/training/recipe_options.hpp"

#include "app/viewmodels/training/training_words.hpp"
#include "core/training/recipe/recipe_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {

namespace {

constexpr int largest_batch = 4096;
constexpr int largest_seed = 9999;
/// Networks for pictures of 32 × 32, small to large.
constexpr std::array<const char *, 3> small_networks{"fastnet:widths=24/64/128", "fastnet",
                                                     "resnet18-cifar"};

QString word_of(ScheduleSpec::Kind kind) {
    const auto word = recipe_words::word_of(recipe_words::schedules, kind);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
}

/// Without the number of classes, which comes from the data.
std::string network_of(const Recipe &recipe) {
    Architecture architecture = recipe.architecture;
    architecture.classes = Architecture{}.classes;
    return to_spec(architecture);
}

QString short_name(const Recipe &recipe) {
    for (const char *name : small_networks) {
        Recipe other = recipe;
        if (const auto parsed = parse_architecture(name)) {
            other.architecture = *parsed;
            if (network_of(other) == network_of(recipe))
                return QString::fromLatin1(name);
        }
    }
    return QString::fromStdString(network_of(recipe));
}

} // namespace

void RecipeOptions::set_recipe(const Recipe &recipe, std::int64_t pictures) {
    base_ = recipe;
    pictures_ = pictures;
    reset();
}

void RecipeOptions::reset() {
    const Recipe fitted = stretched(base_, pictures_);
    epochs_ = fitted.epochs;
    batch_ = base_.batch;
    rate_step_ = 0;
    schedule_ = word_of(base_.schedule.kind);
    network_ = short_name(base_);
    seed_ = 0;
    Q_EMIT changed();
}

Recipe RecipeOptions::recipe() const {
    Recipe recipe = stretched(base_, pictures_);
    if (epochs_ != recipe.epochs) {
        const double longer = static_cast<double>(epochs_) / recipe.epochs;
        for (auto &until : recipe.learning_rate.until_epoch)
            if (until)
                *until *= longer;
        recipe.schedule.warm_up *= longer;
        recipe.schedule.cooldown *= longer;
        for (double &milestone : recipe.schedule.milestones)
            milestone *= longer;
        recipe.epochs = epochs_;
        recipe.least_steps = 0;
    }
    recipe.batch = batch_;
    if (batch_ != base_.batch) // the epochs are those that were shown, whatever the steps come to
        recipe.least_steps = 0;
    const double factor = std::ldexp(1.0, rate_step_);
    for (double &rate : recipe.learning_rate.base)
        rate *= factor;
    for (const auto &[kind, word] : recipe_words::schedules)
        if (schedule_ == QLatin1String(word.data(), static_cast<qsizetype>(word.size())))
            recipe.schedule.kind = kind;
    if (other_network())
        if (const auto parsed = parse_architecture(network_.toStdString()))
            recipe.architecture = *parsed;
    return recipe;
}

bool RecipeOptions::other_network() const { return network_ != short_name(base_); }

bool RecipeOptions::other_pace() const { return other_network() || batch_ != base_.batch; }

bool RecipeOptions::altered() const {
    return seed_ != 0 || !(recipe() == stretched(base_, pictures_));
}

int RecipeOptions::most_batch() const {
    return static_cast<int>(std::clamp<std::int64_t>(pictures_, 1, largest_batch));
}

QString RecipeOptions::rate_text() const {
    const double factor = std::ldexp(1.0, rate_step_);
    const auto leading =
        std::ranges::find_if(base_.learning_rate.base, [](double rate) { return rate > 0; });
    return leading == base_.learning_rate.base.end() ? QString() : rate_words(*leading * factor);
}

QStringList RecipeOptions::schedules() {
    // Those that need no numbers of their own.
    return {word_of(ScheduleSpec::Kind::constant), word_of(ScheduleSpec::Kind::linear),
            word_of(ScheduleSpec::Kind::cosine)};
}

QStringList RecipeOptions::networks() const {
    const bool small = base_.input.width == 32 && base_.input.height == 32;
    if (!small || !base_.start_from.empty())
        return {network_};
    QStringList names;
    for (const char *name : small_networks)
        names.append(QString::fromLatin1(name));
    return names;
}

void RecipeOptions::set_epochs(int epochs) {
    epochs_ = std::clamp(epochs, 1, most_epochs());
    Q_EMIT changed();
}

void RecipeOptions::set_batch(int batch) {
    batch_ = std::clamp(batch, 1, most_batch());
    Q_EMIT changed();
}

void RecipeOptions::set_rate_step(int step) {
    rate_step_ = std::clamp(step, -steps_of_two, steps_of_two);
    Q_EMIT changed();
}

void RecipeOptions::set_schedule(const QString &schedule) {
    schedule_ = schedule;
    Q_EMIT changed();
}

void RecipeOptions::set_network(const QString &network) {
    if (networks().contains(network))
        network_ = network;
    Q_EMIT changed();
}

void RecipeOptions::set_seed(int seed) {
    seed_ = std::clamp(seed, 0, largest_seed);
    Q_EMIT changed();
}

} // namespace vitrine
