#include "core/training/recipe/recipe.hpp"

#include "core/training/recipe/recipe_words.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

using nlohmann::ordered_json;
namespace words = recipe_words;

ordered_json by_group(const PerGroup &numbers) {
    ordered_json json;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        json[std::string(words::groups[i])] = numbers[i];
    return json;
}

ordered_json network_json(const Recipe &recipe) {
    const std::string spec = to_spec(recipe.architecture);
    // The classes come from the data.
    const std::size_t classes = spec.find_last_of(":,");
    return spec.substr(0, classes);
}

ordered_json input_json(const InputRule &input) {
    return {{"width", input.width},
            {"height", input.height},
            {"mean", input.mean},
            {"std", input.std},
            {"crop_fraction", input.crop_fraction},
            {"filter", words::word_of(words::filters, input.filter)}};
}

ordered_json optimiser_json(const OptimiserSpec &optimiser) {
    return {{"kind", words::word_of(words::optimisers, optimiser.kind)},
            {"momentum", optimiser.momentum},
            {"nesterov", optimiser.nesterov},
            {"weight_decay", by_group(optimiser.weight_decay)},
            {"beta1", optimiser.beta1},
            {"beta2", optimiser.beta2},
            {"epsilon", optimiser.epsilon},
            {"muon_momentum", optimiser.muon_momentum},
            {"newton_schulz_steps", optimiser.newton_schulz_steps}};
}

ordered_json schedule_json(const ScheduleSpec &schedule) {
    return {{"kind", words::word_of(words::schedules, schedule.kind)},
            {"warm_up", schedule.warm_up},
            {"start", schedule.start},
            {"end", schedule.end},
            {"cooldown", schedule.cooldown},
            {"milestones", schedule.milestones},
            {"step_factor", schedule.step_factor}};
}

ordered_json until_json(const LearningRates &rates) {
    ordered_json json = ordered_json::object();
    for (std::size_t i = 0; i < words::groups.size(); ++i)
        if (const auto &until = rates.until_epoch[i])
            json[std::string(words::groups[i])] = *until;
    return json;
}

} // namespace

ordered_json to_json(const Recipe &recipe) {
    ordered_json json{{"schema", Recipe::current_schema},
                      {"name", recipe.name},
                      {"title", {{"en", recipe.title.en}, {"zh", recipe.title.zh}}},
                      {"network", network_json(recipe)},
                      {"input", input_json(recipe.input)},
                      {"start_from", recipe.start_from},
                      {"freeze_backbone", recipe.freeze_backbone},
                      {"epochs", recipe.epochs},
                      {"least_steps", recipe.least_steps},
                      {"batch", recipe.batch},
                      {"drop_last", recipe.drop_last},
                      {"optimiser", optimiser_json(recipe.optimiser)},
                      {"learning_rate", by_group(recipe.learning_rate.base)},
                      {"until_epoch", until_json(recipe.learning_rate)},
                      {"schedule", schedule_json(recipe.schedule)}};
    json["loss"] = {{"label_smoothing", recipe.loss.label_smoothing}, {"sum", recipe.loss.sum}};
    json["augmentation"] = {
        {"padding", words::word_of(words::paddings, recipe.augmentation.padding)},
        {"crop_padding", recipe.augmentation.crop_padding},
        {"flip", words::word_of(words::flips, recipe.augmentation.flip)},
        {"cutout", recipe.augmentation.cutout},
        {"variants", recipe.augmentation.variants}};
    json["averaging_decay"] =
        recipe.averaging_decay ? ordered_json(*recipe.averaging_decay) : ordered_json(nullptr);
    json["views"] = words::word_of(words::views, recipe.views);
    json["tutorial_files"] = recipe.tutorial_files;
    return json;
}

std::int64_t steps_per_epoch(const Recipe &recipe, std::int64_t pictures) {
    const std::int64_t batch = std::min<std::int64_t>(recipe.batch, pictures);
    if (batch <= 0)
        return 0;
    return recipe.drop_last ? pictures / batch : (pictures + batch - 1) / batch;
}

Recipe stretched(Recipe recipe, std::int64_t pictures) {
    const std::int64_t steps = steps_per_epoch(recipe, pictures);
    const std::int64_t needed = steps > 0 ? (recipe.least_steps + steps - 1) / steps : 0;
    if (needed <= recipe.epochs)
        return recipe;
    const double longer = static_cast<double>(needed) / recipe.epochs;
    recipe.epochs = static_cast<int>(needed);
    for (auto &until : recipe.learning_rate.until_epoch)
        if (until)
            *until *= longer;
    recipe.schedule.warm_up *= longer;
    recipe.schedule.cooldown *= longer;
    for (double &milestone : recipe.schedule.milestones)
        milestone *= longer;
    return recipe;
}

TrainingSpec training_spec(const Recipe &recipe, int classes, std::uint64_t seed,
                           TensorMap weights) {
    TrainingSpec spec{
        recipe.architecture, recipe.input,           recipe.optimiser,       recipe.loss,
        recipe.augmentation, recipe.averaging_decay, recipe.freeze_backbone, seed,
        std::move(weights)};
    spec.architecture.classes = classes;
    return spec;
}

} // namespace vitrine
