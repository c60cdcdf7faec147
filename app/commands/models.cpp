// vitrine models: the model files that are found.
#include "app/commands/commands.hpp"
#include "app/commands/streams.hpp"
#include "app/services/model_library.hpp"
#include "core/support/json_text.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const LibraryModel &model) {
    const Manifest &manifest = *model.manifest;
    Json accuracy;
    if (manifest.provenance.accuracy)
        accuracy = *manifest.provenance.accuracy;
    return {{"name", manifest.name},
            {"path", model.path.string()},
            {"title", {{"en", manifest.title.en}, {"zh", manifest.title.zh}}},
            {"architecture", to_spec(manifest.architecture)},
            {"classes", manifest.labels.size()},
            {"input", {{"width", manifest.input.width}, {"height", manifest.input.height}}},
            {"accuracy", accuracy}};
}

ExitStatus run(bool json) {
    const ModelLibrary library;
    Json list = Json::array();
    for (const LibraryModel &model : library.models()) {
        const Manifest &manifest = *model.manifest;
        if (json)
            list.push_back(to_json(model));
        else
            put("{:<12} {} · {} · {} classes · {}\n", manifest.name, manifest.title.en,
                to_spec(manifest.architecture), manifest.labels.size(), model.path.string());
    }
    if (json)
        put("{}\n", json_text(list, 2));
    for (const LibraryModel &broken : library.broken())
        say_of(broken.path.string(), english_message(broken.manifest.error()));
    for (const Error &note : library.notes())
        say("vitrine: {}\n", english_message(note));
    if (library.models().empty())
        say("vitrine: {}\n", english_message(library.find("").error()));
    return library.broken().empty() ? ExitStatus::done : ExitStatus::some_failed;
}

} // namespace

AddedCommand add_models(CLI::App &program) {
    auto *command = program.add_subcommand("models", "List the models that are found");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "One JSON array");
    return {command, [json] { return run(*json); }};
}

} // namespace vitrine
