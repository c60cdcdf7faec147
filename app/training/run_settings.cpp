#include "app/training/run_settings.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace vitrine {

namespace {

using nlohmann::json;

constexpr std::uint64_t run_json_limit = std::uint64_t{64} << 20;

struct Place {
    const char *name;
    const char *pointer; ///< into run.json
};
constexpr std::array places{Place{"recipe", "/recipe/name"},
                            Place{"network", "/recipe/network"},
                            Place{"epochs", "/recipe/epochs"},
                            Place{"batch", "/recipe/batch"},
                            Place{"learning_rate", "/recipe/learning_rate"},
                            Place{"schedule", "/recipe/schedule/kind"},
                            Place{"optimiser", "/recipe/optimiser/kind"},
                            Place{"weight_decay", "/recipe/optimiser/weight_decay"},
                            Place{"augmentation", "/recipe/augmentation"},
                            Place{"seed", "/seed"},
                            Place{"data", "/data/path"},
                            Place{"pictures", "/data/training"},
                            Place{"left_out", "/data/left_out"},
                            Place{"device", "/environment/device"},
                            Place{"threads", "/environment/threads"},
                            Place{"precision", "/environment/precision"}};

std::string text_of(const json &value) {
    if (value.is_object()) { // one for each kind of weight, say
        std::string text;
        for (const auto &part : value)
            text += (text.empty() ? "" : " / ") + text_of(part);
        return text;
    }
    return value.is_string() ? value.get<std::string>() : json_text(value);
}

} // namespace

std::vector<RunSetting> read_run_settings(const std::filesystem::path &folder) {
    std::vector<RunSetting> settings;
    const auto bytes = read_file(folder / "run.json", run_json_limit);
    if (!bytes)
        return settings;
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const json run = json::parse(first, first + bytes->size(), nullptr, false);
    for (const Place &place : places) {
        const json::json_pointer pointer(place.pointer);
        if (!run.is_object() || !run.contains(pointer))
            continue;
        const json &value = run[pointer];
        // How many are left out is what can be compared at a glance.
        settings.emplace_back(place.name, std::string_view(place.name) == "left_out"
                                              ? std::to_string(value.size())
                                              : text_of(value));
    }
    return settings;
}

} // namespace vitrine
