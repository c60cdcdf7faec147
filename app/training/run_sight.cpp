#include "app/training/run_sight.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <utility>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

RunFolder::State state_named(std::string_view word) {
    using State = RunFolder::State;
    static constexpr std::array<std::pair<std::string_view, State>, 4> words{
        {{"starting", State::starting},
         {"running", State::running},
         {"paused", State::paused},
         {"disk_full", State::disk_full}}};
    const auto *const found =
        std::ranges::find(words, word, &std::pair<std::string_view, State>::first);
    return found == words.end() ? State::ended : found->second;
}

std::optional<std::int64_t> field(const fs::path &file, std::string_view key) {
    std::ifstream stream(file);
    std::string name;
    std::int64_t value = 0;
    while (stream >> name >> value)
        if (name == key)
            return value;
    return std::nullopt;
}

} // namespace

RunSight look_at_run(const fs::path &folder) {
    RunSight sight;
    sight.alive = is_trainer_alive(folder);
    const fs::path file = folder / "run.lock";
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return sight;
    const auto beat = std::chrono::system_clock::from_time_t(status.st_mtim.tv_sec);
    sight.since_heartbeat = std::max(
        std::chrono::seconds(0),
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - beat));
    std::ifstream stream(file);
    const auto text = nlohmann::json::parse(stream, nullptr, false);
    if (!text.is_object())
        return sight;
    if (const auto pid = text.find("pid"); pid != text.end() && pid->is_number_integer())
        sight.pid = pid->get<pid_t>();
    if (const auto state = text.find("state"); state != text.end() && state->is_string())
        sight.state = state_named(state->get_ref<const std::string &>());
    return sight;
}

std::optional<std::int64_t> out_of_memory_kills(const fs::path &own_groups,
                                                const fs::path &groups) {
    // Lines are "hierarchy:controllers:path"; version 2 has no controllers.
    std::ifstream stream(own_groups);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const fs::path path = fs::path(line.substr(second + 1)).relative_path();
        std::optional<std::int64_t> found;
        if (controllers.empty())
            found = field(groups / path / "memory.events", "oom_kill");
        else if (("," + controllers + ",").find(",memory,") != std::string::npos)
            found = field(groups / "memory" / path / "memory.oom_control", "oom_kill");
        if (found)
            return found;
    }
    return std::nullopt;
}

} // namespace vitrine
