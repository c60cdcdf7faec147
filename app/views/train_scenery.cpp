#include "app/views/train_scenery.hpp"

#include "core/support/atomic_file.hpp"

#include <string_view>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

void TrainScenery::clear() {
    std::error_code ignored;
    trainer_.reset();
    fs::remove_all(runs_, ignored);
}

std::string TrainScenery::lay(const char *name) {
    std::error_code ignored;
    fs::create_directories(runs_, ignored);
    fs::copy(recorded_ / name, runs_ / name, fs::copy_options::recursive, ignored);
    return name;
}

std::string TrainScenery::lay_cut_off() {
    std::string id = lay("stopped");
    const fs::path events = runs_ / id / "events.jsonl";
    constexpr std::uint64_t limit = 1 << 20;
    if (const auto bytes = read_file(events, limit)) {
        const std::string_view text(reinterpret_cast<const char *>(bytes->data()), bytes->size());
        const std::size_t last = text.rfind("{\"type\":\"end\"");
        (void)write_file_atomically(events, text.substr(0, last));
    }
    return id;
}

void TrainScenery::set_state(RunFolder::State state) {
    if (trainer_)
        trainer_->beat(state);
}

std::string TrainScenery::lay_under_way(RunFolder::State state) {
    std::string id = lay_cut_off();
    if (auto trainer = RunFolder::open(runs_ / id, true)) {
        trainer_.emplace(std::move(*trainer));
        trainer_->beat(state);
    }
    return id;
}

} // namespace vitrine
