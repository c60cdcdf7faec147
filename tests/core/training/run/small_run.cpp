#include "tests/core/training/run/small_run.hpp"

#include "core/training/randomness.hpp"

#include <iterator>
#include <unistd.h>

namespace vitrine::test {

namespace {

LabelledPixels pictures(int count, std::uint32_t part) {
    LabelledPixels result;
    constexpr int classes = 3;
    constexpr std::uint64_t values = std::uint64_t{8} * 8 * 3;
    for (int i = 0; i < count; ++i) {
        const int label = i % classes;
        result.labels.push_back(label);
        for (std::uint64_t at = 0; at < values; ++at) {
            const auto index = static_cast<std::uint64_t>(i) * values + at;
            const auto noise = random_block(99, RandomStream::weights, part, index)[0];
            const bool bright = static_cast<int>(at % 3) == label;
            result.pixels.push_back(
                static_cast<std::uint8_t>(scaled_to(noise, 200) + (bright ? 50U : 0U)));
        }
    }
    return result;
}

} // namespace

std::unique_ptr<QTemporaryDir> temporary_folder() {
    const bool memory = access("/dev/shm", W_OK) == 0;
    return memory ? std::make_unique<QTemporaryDir>("/dev/shm/vitrine-test-XXXXXX")
                  : std::make_unique<QTemporaryDir>();
}

TrainingData small_data(int training, int test) {
    TrainingData data;
    data.height = data.width = 8;
    data.class_names = {"red", "green", "blue"};
    data.training = pictures(training, 1);
    data.test = pictures(test, 2);
    data.fingerprint = "f" + std::to_string(training);
    return data;
}

Recipe small_recipe(int epochs) {
    Recipe recipe;
    recipe.name = "small";
    recipe.title = {"Small", ""};
    recipe.architecture.width = 8;
    recipe.input.width = recipe.input.height = 8;
    recipe.epochs = epochs;
    recipe.batch = 9;
    recipe.learning_rate.base.fill(0.05);
    recipe.schedule.kind = ScheduleSpec::Kind::linear;
    recipe.augmentation.flip = AugmentationSpec::Flip::alternating;
    return recipe;
}

Result<RunEnd> run_part(const std::filesystem::path &folder, const Part &part) {
    auto opened = RunFolder::open(folder, part.resume);
    if (!opened)
        return opened.error();
    ScriptedRequests requests(part.script);
    requests.on_look = part.on_look;
    RunSetup setup;
    setup.recipe = part.recipe;
    setup.seed = part.seed;
    for (const std::string &name : part.data.class_names)
        setup.labels.labels.push_back({name, name});
    setup.probe = part.probe;
    setup.dataset = "small";
    setup.program_version = "test";
    setup.environment = part.environment;
    RunServices services;
    services.requests = &requests;
    services.open_session =
        [&](const TrainingSpec &spec) -> Result<std::unique_ptr<TrainingSession>> {
        return make_fake_session(spec, part.data.view(part.data.training), part.faults);
    };
    services.reference_logits =
        [](const Model &model,
           const std::vector<Image> &images) -> Result<std::vector<std::vector<float>>> {
        return std::vector<std::vector<float>>(
            images.size(), std::vector<float>(model.manifest.labels.size(), 0.5F));
    };
    return run_training(setup, part.data, *opened, part.resume, services);
}

std::string text_of(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<nlohmann::json> events_of(const std::filesystem::path &folder) {
    std::vector<nlohmann::json> events;
    std::ifstream stream(folder / "events.jsonl");
    for (std::string line; std::getline(stream, line);)
        events.push_back(nlohmann::json::parse(line));
    return events;
}

std::vector<nlohmann::json> events_of(const std::filesystem::path &folder,
                                      const std::string &type) {
    auto events = events_of(folder);
    std::erase_if(events, [&](const nlohmann::json &event) { return event["type"] != type; });
    return events;
}

} // namespace vitrine::test
