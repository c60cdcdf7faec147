#include "app/commands/train/train_arguments.hpp"

#include "app/services/model_library.hpp"
#include "app/settings/places.hpp"
#include "core/data/cifar10.hpp"
#include "core/models/model_file.hpp"
#include "core/networks/network.hpp"
#include "core/support/atomic_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

std::string known_recipes() {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(share_folder() / "recipes", error), end; !error && it != end;
         it.increment(error))
        if (it->path().extension() == ".json" && it->path().stem().extension().empty())
            names.push_back(it->path().stem().string());
    std::ranges::sort(names);
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

Result<Recipe> find_recipe(const std::string &name) {
    std::error_code ignored;
    const bool is_path = name.find('/') != std::string::npos || name.ends_with(".json") ||
                         fs::is_regular_file(name, ignored);
    if (is_path)
        return read_recipe(name);
    const fs::path file = share_folder() / "recipes" / (name + ".json");
    if (!fs::is_regular_file(file, ignored))
        return Error{"no_such_recipe", {name, known_recipes()}};
    return read_recipe(file);
}

/// Photos get the recipe for photos.
std::string recipe_suiting(const fs::path &data) {
    std::error_code ignored;
    const bool photos = fs::is_directory(data, ignored) && !Cifar10Reader::is_folder(data) &&
                        !Cifar10Reader::is_folder(data / "cifar-10-batches-bin");
    return photos ? "own-pictures" : "quick";
}

/// What was written at the start of the run that is resumed.
Result<TrainPlan> plan_of_run(const fs::path &folder) {
    const fs::path file = folder / "run.json";
    constexpr std::uint64_t limit = std::uint64_t{64} << 20;
    auto bytes = read_file(file, limit);
    if (!bytes && bytes.error().code == "vanished")
        return Error{"nothing_to_resume", {folder.string()}};
    if (!bytes)
        return bytes.error();
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    try {
        const auto run = nlohmann::json::parse(first, first + bytes->size());
        auto recipe = parse_recipe(run.at("recipe").dump());
        if (!recipe)
            return recipe.error();
        TrainPlan plan{std::move(*recipe), run.at("data").at("path").get<std::string>(),
                       run.at("seed").get<std::uint64_t>()};
        plan.leave_out = run.at("data").value("left_out", std::vector<std::string>());
        if (const auto known = run.find("environment"); known != run.end() && known->is_object()) {
            plan.limits.threads = known->value("threads", 0);
            if (const auto precision = parse_precision(known->value("precision", "auto")))
                plan.limits.precision = *precision;
        }
        return plan;
    } catch (const nlohmann::json::exception &) {
        return Error{"unreadable", {file.string(), "it is no description of a run"}};
    }
}

/// A name a line.
Result<std::vector<std::string>> read_names(const fs::path &file) {
    constexpr std::uint64_t limit = std::uint64_t{64} << 20;
    const auto bytes = read_file(file, limit);
    if (!bytes)
        return bytes.error();
    std::vector<std::string> names(1);
    for (const std::byte byte : *bytes) {
        const auto c = static_cast<char>(byte);
        if (c == '\n')
            names.emplace_back();
        else if (c != '\r')
            names.back().push_back(c);
    }
    std::erase(names, "");
    return names;
}

} // namespace

Result<TrainPlan> plan_training(const TrainArguments &arguments) {
    TrainPlan plan;
    plan.data = share_folder() / "data" / "cifar10-small";
    if (arguments.resume) {
        auto before = plan_of_run(arguments.out);
        if (!before)
            return before.error();
        plan = std::move(*before);
    }
    if (!arguments.data.empty())
        plan.data = arguments.data;
    if (!arguments.resume || !arguments.recipe.empty()) {
        auto recipe =
            find_recipe(arguments.recipe.empty() ? recipe_suiting(plan.data) : arguments.recipe);
        if (!recipe)
            return recipe.error();
        // Resuming, what was once asked for need not be asked for again.
        if (arguments.resume)
            plan.epochs = plan.recipe.epochs;
        plan.recipe = std::move(*recipe);
    }
    if (!arguments.leave_out.empty()) {
        auto names = read_names(arguments.leave_out);
        if (!names)
            return names.error();
        plan.leave_out = std::move(*names);
    }
    if (arguments.epochs)
        plan.epochs = arguments.epochs;
    if (arguments.seed)
        plan.seed = *arguments.seed;
    return plan;
}

Result<Recipe> recipe_for(const TrainPlan &plan, std::int64_t pictures) {
    const Recipe recipe = stretched(plan.recipe, pictures);
    if (!plan.epochs || *plan.epochs == recipe.epochs)
        return recipe;
    nlohmann::ordered_json changed = to_json(plan.recipe);
    changed["epochs"] = *plan.epochs;
    changed["least_steps"] = 0;
    return parse_recipe(changed.dump());
}

Result<TensorMap> starting_weights(const Recipe &recipe,
                                   const std::vector<std::string> &class_names) {
    if (recipe.start_from.empty())
        return TensorMap{};
    auto file = ModelLibrary().find(recipe.start_from);
    if (!file)
        return file.error();
    auto model = read_model(*file);
    if (!model)
        return model.error();
    Architecture wanted = recipe.architecture;
    wanted.classes = model->manifest.architecture.classes;
    if (!(wanted == model->manifest.architecture))
        return Error{"bad_recipe",
                     {"start_from", recipe.start_from + " is " +
                                        to_spec(model->manifest.architecture) + ", not " +
                                        to_spec(recipe.architecture)}};
    if (!std::ranges::equal(class_names, model->manifest.labels, {}, {}, &Phrase::en)) {
        auto network = describe(wanted);
        if (!network)
            return network.error();
        const std::string head = network->layers.back().name;
        model->weights.erase(head + ".weight");
        model->weights.erase(head + ".bias");
    }
    return std::move(model->weights);
}

} // namespace vitrine
