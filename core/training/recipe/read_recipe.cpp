#include "core/training/recipe/recipe.hpp"

#include "core/models/json_fields.hpp"
#include "core/networks/network.hpp"
#include "core/support/atomic_file.hpp"
#include "core/training/recipe/recipe_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <string>

namespace vitrine {

namespace {

using nlohmann::json;
namespace words = recipe_words;

constexpr double largest_rate = 1e6; ///< a learning rate that explodes is the run's to find
constexpr int most = std::numeric_limits<int>::max();

template <typename Choice, std::size_t N>
void read_choice(JsonFields &fields, JsonFault &fault, const std::string &key, Choice &into,
                 const words::Words<Choice, N> &known, bool required = false) {
    const auto *value = fields.find(key, required);
    if (value == nullptr)
        return;
    std::string list;
    for (std::size_t i = 0; i < N; ++i) {
        if (value->is_string() && value->get_ref<const std::string &>() == known[i].second) {
            into = known[i].first;
            return;
        }
        list += (i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(known[i].second);
    }
    fault.report(fields.field(key), "is not " + list);
}

/// A number for all groups, or an object with a number for some of them.
void read_groups(JsonFields &fields, JsonFault &fault, const std::string &key, PerGroup &into,
                 bool required = false) {
    const auto *value = fields.find(key, required);
    if (value == nullptr)
        return;
    if (value->is_number()) {
        double number = 0;
        fields.read(key, number, 0.0, largest_rate);
        into.fill(number);
        return;
    }
    JsonFields groups(*value, fields.field(key), fault);
    for (std::size_t i = 0; i < into.size(); ++i)
        groups.read(std::string(words::groups[i]), into[i], 0.0, largest_rate);
    groups.finish();
}

template <typename Read>
void read_object(JsonFields &fields, JsonFault &fault, const std::string &key, Read read,
                 bool required = false) {
    const auto *value = fields.find(key, required);
    if (value == nullptr)
        return;
    JsonFields inside(*value, fields.field(key), fault);
    read(inside);
    inside.finish();
}

void read_input(JsonFields &fields, JsonFault &fault, InputRule &input) {
    read_object(
        fields, fault, "input",
        [&](JsonFields &inside) {
            inside.read("width", input.width, 1, 4096, true);
            inside.read("height", input.height, 1, 4096, true);
            inside.read("mean", input.mean, -10.0, 10.0);
            inside.read("std", input.std, 1e-6, 10.0);
            inside.read("crop_fraction", input.crop_fraction, 1e-6, 1.0);
            read_choice(inside, fault, "filter", input.filter, words::filters);
        },
        true);
}

void read_optimiser(JsonFields &fields, JsonFault &fault, OptimiserSpec &optimiser) {
    constexpr double below_one = 1 - 1e-12;
    read_object(
        fields, fault, "optimiser",
        [&](JsonFields &inside) {
            read_choice(inside, fault, "kind", optimiser.kind, words::optimisers, true);
            inside.read("momentum", optimiser.momentum, 0.0, below_one);
            inside.read("nesterov", optimiser.nesterov);
            read_groups(inside, fault, "weight_decay", optimiser.weight_decay);
            inside.read("beta1", optimiser.beta1, 0.0, below_one);
            inside.read("beta2", optimiser.beta2, 0.0, below_one);
            inside.read("epsilon", optimiser.epsilon, 0.0, 1.0);
            inside.read("muon_momentum", optimiser.muon_momentum, 0.0, below_one);
            inside.read("newton_schulz_steps", optimiser.newton_schulz_steps, 1, 100);
        },
        true);
    if (optimiser.nesterov && optimiser.momentum <= 0)
        fault.report("optimiser.nesterov", "needs a momentum");
}

void read_schedule(JsonFields &fields, JsonFault &fault, Recipe &recipe) {
    ScheduleSpec &schedule = recipe.schedule;
    read_object(fields, fault, "until_epoch", [&](JsonFields &inside) {
        for (std::size_t i = 0; i < words::groups.size(); ++i)
            inside.read(std::string(words::groups[i]), recipe.learning_rate.until_epoch[i], 0.0,
                        1e6);
    });
    read_object(fields, fault, "schedule", [&](JsonFields &inside) {
        read_choice(inside, fault, "kind", schedule.kind, words::schedules, true);
        inside.read("warm_up", schedule.warm_up, 0.0, 1e6);
        inside.read("start", schedule.start, 0.0, 1.0);
        inside.read("end", schedule.end, 0.0, 1.0);
        inside.read("cooldown", schedule.cooldown, 0.0, 1e6);
        inside.read("milestones", schedule.milestones, 0.0, 1e6);
        inside.read("step_factor", schedule.step_factor, 0.0, 10.0);
    });
    if (schedule.kind == ScheduleSpec::Kind::step && schedule.milestones.empty())
        fault.report("schedule.milestones", "is missing");
    for (std::size_t i = 1; i < schedule.milestones.size(); ++i)
        if (schedule.milestones[i] <= schedule.milestones[i - 1])
            fault.report("schedule.milestones", "does not rise");
    if (schedule.kind == ScheduleSpec::Kind::trapezoid && schedule.cooldown <= 0)
        fault.report("schedule.cooldown", "is missing");
    if (schedule.warm_up > recipe.epochs)
        fault.report("schedule.warm_up", "is longer than the epochs");
    if (schedule.kind == ScheduleSpec::Kind::trapezoid &&
        schedule.warm_up + schedule.cooldown > recipe.epochs)
        fault.report("schedule.cooldown", "overlaps the warm-up");
}

void read_augmentation(JsonFields &fields, JsonFault &fault, Recipe &recipe) {
    AugmentationSpec &augmentation = recipe.augmentation;
    const int side = std::min(recipe.input.width, recipe.input.height);
    read_object(fields, fault, "augmentation", [&](JsonFields &inside) {
        read_choice(inside, fault, "padding", augmentation.padding, words::paddings);
        inside.read("crop_padding", augmentation.crop_padding, 0, side - 1);
        read_choice(inside, fault, "flip", augmentation.flip, words::flips);
        inside.read("cutout", augmentation.cutout, 0, side);
        inside.read("variants", augmentation.variants, 0, 1000);
    });
}

void read_network(JsonFields &fields, JsonFault &fault, Architecture &architecture) {
    std::string spec;
    fields.read("network", spec, true);
    if (spec.empty())
        return;
    if (auto parsed = parse_architecture(spec))
        architecture = *parsed;
    else
        fault.report("network", "names no network that is known here");
}

void check_input(JsonFault &fault, const Recipe &recipe) {
    const auto network = describe(recipe.architecture);
    if (!network)
        return; // said elsewhere
    const auto [small, large] = std::minmax(recipe.input.width, recipe.input.height);
    if (small < network->smallest_input ||
        (network->largest_input > 0 && large > network->largest_input))
        fault.report("input",
                     fmt::format("is {}×{}, and {} takes {} to {} pixels a side",
                                 recipe.input.width, recipe.input.height,
                                 recipe.architecture.family, network->smallest_input,
                                 network->largest_input > 0 ? std::to_string(network->largest_input)
                                                            : std::string("any number of")));
}

/// Parameters of the network that a learning rate of nothing would leave as they are.
void check_rates(JsonFault &fault, const Recipe &recipe) {
    const PerGroup &rates = recipe.learning_rate.base;
    if (std::ranges::none_of(rates, [](double rate) { return rate > 0; }))
        fault.report("learning_rate", "is zero: nothing would be learnt");
    if (recipe.freeze_backbone && rates[static_cast<std::size_t>(ParameterGroup::head)] <= 0)
        fault.report("learning_rate.head", "is zero, and nothing else learns");
}

Recipe read_fields(JsonFields &fields, JsonFault &fault) {
    Recipe recipe;
    fields.read("name", recipe.name, true);
    read_object(fields, fault, "title", [&](JsonFields &inside) {
        inside.read("en", recipe.title.en, true);
        inside.read("zh", recipe.title.zh);
    });
    read_network(fields, fault, recipe.architecture);
    read_input(fields, fault, recipe.input);
    fields.read("start_from", recipe.start_from);
    fields.read("freeze_backbone", recipe.freeze_backbone);
    if (recipe.freeze_backbone && recipe.start_from.empty())
        fault.report("freeze_backbone", "needs a model in start_from");
    fields.read("epochs", recipe.epochs, 1, 1'000'000, true);
    fields.read("least_steps", recipe.least_steps, 0, 1'000'000);
    fields.read("batch", recipe.batch, 1, most, true);
    fields.read("drop_last", recipe.drop_last);
    read_optimiser(fields, fault, recipe.optimiser);
    read_groups(fields, fault, "learning_rate", recipe.learning_rate.base, true);
    read_schedule(fields, fault, recipe);
    read_object(fields, fault, "loss", [&](JsonFields &inside) {
        inside.read("label_smoothing", recipe.loss.label_smoothing, 0.0, 1 - 1e-9);
        inside.read("sum", recipe.loss.sum);
    });
    read_augmentation(fields, fault, recipe);
    fields.read("averaging_decay", recipe.averaging_decay, 0.0, 1 - 1e-12);
    read_choice(fields, fault, "views", recipe.views, words::views);
    fields.read("tutorial_files", recipe.tutorial_files);
    check_input(fault, recipe);
    check_rates(fault, recipe);
    return recipe;
}

} // namespace

Result<Recipe> parse_recipe(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded())
        return Error{"bad_recipe", {"(document)", "is not JSON"}};
    JsonFault fault{"bad_recipe"};
    JsonFields fields(document, "", fault);
    fields.find("$schema", false); // for editors
    int schema = 0;
    fields.read("schema", schema, 1, most, true);
    if (schema > Recipe::current_schema)
        return Error{"newer_schema",
                     {std::to_string(schema), std::to_string(Recipe::current_schema)}};
    Recipe recipe = read_fields(fields, fault);
    fields.finish();
    if (fault.error)
        return *fault.error;
    return recipe;
}

Result<Recipe> read_recipe(const std::filesystem::path &path) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 20;
    auto bytes = read_file(path, limit);
    if (!bytes)
        return bytes.error();
    return parse_recipe({reinterpret_cast<const char *>(bytes->data()), bytes->size()});
}

} // namespace vitrine
