#include "core/training/run/run_description.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"

namespace vitrine {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// JSON pointers of values that differ, as dotted names.
std::vector<std::string> differences(const json &before, const json &now) {
    std::vector<std::string> result;
    const json patch = json::diff(before, now);
    for (const json &change : patch) {
        std::string name = change["path"].get<std::string>();
        name.erase(0, 1);
        std::ranges::replace(name, '/', '.');
        const json::json_pointer pointer(change["path"].get<std::string>());
        if (before.contains(pointer) && now.contains(pointer))
            name +=
                " (" + json_text(before[pointer]) + " before, " + json_text(now[pointer]) + " now)";
        result.push_back(std::move(name));
    }
    return result;
}

/// Whether what a comparison looks at is there, and of its kind.
bool is_description(const json &run) {
    return run.is_object() && run.contains("recipe") && run.contains("data") &&
           run["data"].is_object() && run["data"].value("fingerprint", json("")).is_string() &&
           run.value("environment", json::object()).is_object();
}

std::string joined(const std::vector<std::string> &words) {
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

ordered_json describe_run(const RunSetup &setup, const TrainingData &data) {
    ordered_json counts = ordered_json::object();
    std::vector<std::int64_t> training(data.class_names.size());
    std::vector<std::int64_t> test(data.class_names.size());
    for (const std::int32_t label : data.training.labels)
        ++training[static_cast<std::size_t>(label)];
    for (const std::int32_t label : data.test.labels)
        ++test[static_cast<std::size_t>(label)];
    for (std::size_t i = 0; i < data.class_names.size(); ++i)
        counts[data.class_names[i]] = {training[i], test[i]};
    ordered_json damaged = ordered_json::array();
    for (const DamagedPicture &picture : data.damaged)
        damaged.push_back(
            {{"path", picture.path.string()}, {"error", english_message(picture.error)}});
    return {{"schema", 1},
            {"program_version", setup.program_version},
            {"recipe", to_json(setup.recipe)},
            {"seed", setup.seed},
            {"data",
             {{"path", setup.dataset},
              {"fingerprint", data.fingerprint},
              {"training", data.training.size()},
              {"test", data.test.size()},
              {"classes", counts},
              {"left_out", data.left_out},
              {"damaged", damaged}}},
            {"environment", setup.environment}};
}

Result<std::vector<std::string>> check_same_run(const std::filesystem::path &run_json,
                                                const ordered_json &now) {
    constexpr std::uint64_t limit = std::uint64_t{64} << 20;
    auto bytes = read_file(run_json, limit);
    if (!bytes)
        return bytes.error();
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const json before = json::parse(first, first + bytes->size(), nullptr, false);
    if (!is_description(before))
        return Error{"unreadable", {run_json.string(), "it is no description of a run"}};
    const json after = json::parse(json_text(now));
    std::vector<std::string> changed;
    for (const char *part : {"recipe", "seed"})
        for (std::string &name :
             differences({{part, before.value(part, json())}}, {{part, after[part]}}))
            changed.push_back(std::move(name));
    if (before["data"].value("fingerprint", "") != after["data"]["fingerprint"])
        for (const char *part : {"training", "test", "classes", "fingerprint"})
            for (std::string &name :
                 differences({{std::string("data ") + part, before["data"].value(part, json())}},
                             {{std::string("data ") + part, after["data"][part]}}))
                changed.push_back(std::move(name));
    if (!changed.empty())
        return Error{"changed_on_resume", {joined(changed)}};
    return differences(before.value("environment", json::object()), after["environment"]);
}

} // namespace vitrine
