// vitrine devices: every plugin found, its state, and what it computes on.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/streams.hpp"
#include "core/support/json_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const PluginRecord &record) {
    Json devices = Json::array();
    for (const Device &device : record.devices) {
        Json precisions = Json::array();
        for (const Precision precision : device.precisions)
            precisions.push_back(to_string(precision));
        devices.push_back({{"id", device.id},
                           {"name", device.name},
                           {"memory_bytes", device.memory_bytes},
                           {"precisions", precisions}});
    }
    return {{"backend", record.id.toStdString()},
            {"state", to_string(record.state).toStdString()},
            {"reason", record.reason.code.empty() ? "" : english_message(record.reason)},
            {"devices", devices}};
}

void print(const PluginRecord &record) {
    put("{}: {}\n", record.id.toStdString(), to_string(record.state).toStdString());
    if (!record.reason.code.empty())
        put("    {}\n", english_message(record.reason));
    for (const Device &device : record.devices) {
        std::string precisions;
        for (const Precision precision : device.precisions)
            precisions += fmt::format("{}{}", precisions.empty() ? "" : ", ", to_string(precision));
        put("    {}: {}, {:.1f} GiB, {}\n", device.id, device.name,
            static_cast<double>(device.memory_bytes) / (1 << 30), precisions);
    }
}

ExitStatus run(bool json) {
    const auto catalog = scanned_catalog();
    // Which devices a plugin has is known only once it is loaded. What does not load says why in
    // its record.
    for (const PluginRecord &record : catalog->records())
        if (record.state == PluginState::ready)
            static_cast<void>(catalog->load(record.id));
    const auto records = catalog->records();
    bool usable = false;
    Json list = Json::array();
    for (const PluginRecord &record : records) {
        usable = usable || !record.devices.empty();
        if (json)
            list.push_back(to_json(record));
        else
            print(record);
    }
    if (json)
        put("{}\n", json_text(list, 2));
    if (usable)
        return ExitStatus::done;
    const auto chosen = catalog->choose(QStringLiteral("auto"));
    if (chosen)
        return ExitStatus::done;
    tell_failures_as_json(false); // the array is the result, with the reasons in it
    return fail(chosen.error());
}

} // namespace

AddedCommand add_devices(CLI::App &program) {
    auto *command = program.add_subcommand("devices", "List what can compute, and why not");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "One JSON array");
    return {command, [json] { return run(*json); }};
}

} // namespace vitrine
