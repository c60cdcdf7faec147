// The program's log: lines on standard error, by category. spdlog stays behind this header.
#pragma once

#include <fmt/core.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace vitrine::log {

enum class Level { debug, info, warning, error, off };

/// Lines below `level` are dropped. The default is warning, or what the environment variable
/// VITRINE_LOG says (debug, info, warning, error, off). Any thread.
void set_level(Level level);
[[nodiscard]] Level level() noexcept;
[[nodiscard]] bool enabled(Level level) noexcept;

/// Sends lines elsewhere instead of standard error (a window's log page, a test); empty: back to
/// standard error. `receiver` may be called from any thread, one call at a time.
using Receiver = std::function<void(Level, std::string_view category, std::string_view text)>;
void set_receiver(Receiver receiver);

/// One line. `category` is the room it comes from: "images", "models", "catalog", "torch".
/// Never throws, never blocks on anything but the stream. Any thread.
void write(Level level, std::string_view category, std::string_view text) noexcept;

template <typename... Arguments>
void debug(std::string_view category, fmt::format_string<Arguments...> format, Arguments &&...a) {
    if (enabled(Level::debug))
        write(Level::debug, category, fmt::format(format, std::forward<Arguments>(a)...));
}
template <typename... Arguments>
void info(std::string_view category, fmt::format_string<Arguments...> format, Arguments &&...a) {
    if (enabled(Level::info))
        write(Level::info, category, fmt::format(format, std::forward<Arguments>(a)...));
}
template <typename... Arguments>
void warning(std::string_view category, fmt::format_string<Arguments...> format, Arguments &&...a) {
    if (enabled(Level::warning))
        write(Level::warning, category, fmt::format(format, std::forward<Arguments>(a)...));
}
template <typename... Arguments>
void error(std::string_view category, fmt::format_string<Arguments...> format, Arguments &&...a) {
    if (enabled(Level::error))
        write(Level::error, category, fmt::format(format, std::forward<Arguments>(a)...));
}

} // namespace vitrine::log
