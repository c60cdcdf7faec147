#include "core/support/log.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace vitrine::log {
namespace {

Level level_from_environment() {
    const char *text = std::getenv("VITRINE_LOG"); // NOLINT(concurrency-mt-unsafe): read once
    const std::string_view wanted = text == nullptr ? "" : text;
    if (wanted == "debug")
        return Level::debug;
    if (wanted == "info")
        return Level::info;
    if (wanted == "error")
        return Level::error;
    if (wanted == "off")
        return Level::off;
    return Level::warning;
}

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    case Level::off:
        break;
    }
    return spdlog::level::off;
}

/// The sink alone, without spdlog's registry: no logger objects, no periodic flusher, nothing that
/// a second copy of core in a plugin could disturb.
struct State {
    State() : sink(std::make_unique<spdlog::sinks::stderr_color_sink_mt>()) {
        sink->set_pattern("%H:%M:%S.%e %^%l%$ %n: %v");
    }

    std::atomic<Level> level{level_from_environment()};
    std::mutex receiver_mutex;
    Receiver receiver;
    std::unique_ptr<spdlog::sinks::stderr_color_sink_mt> sink;
};

State &state() {
    static State instance;
    return instance;
}

} // namespace

void set_level(Level level) { state().level = level; }

Level level() noexcept { return state().level; }

bool enabled(Level level) noexcept { return level != Level::off && level >= state().level; }

void set_receiver(Receiver receiver) {
    const std::lock_guard lock(state().receiver_mutex);
    state().receiver = std::move(receiver);
}

void write(Level level, std::string_view category, std::string_view text) noexcept {
    if (!enabled(level))
        return;
    try {
        const std::lock_guard lock(state().receiver_mutex);
        if (state().receiver) {
            state().receiver(level, category, text);
            return;
        }
        state().sink->log(spdlog::details::log_msg(
            spdlog::string_view_t(category.data(), category.size()), to_spdlog(level),
            spdlog::string_view_t(text.data(), text.size())));
    } catch (const std::exception &) {
        // A log that cannot be written is no reason to end the program.
        return;
    }
}

} // namespace vitrine::log
