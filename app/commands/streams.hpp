// What commands write: results on standard output, messages on standard error.
#pragma once

#include "core/support/result.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// Where one of the three standard streams is closed, its number would go to the next file that is
/// opened, and messages into that file. Takes such numbers with something that fails when it is
/// used as the stream would be. To be called before anything opens a file.
void keep_standard_streams();

void put_formatted(fmt::string_view format, fmt::format_args values);
void say_formatted(fmt::string_view format, fmt::format_args values) noexcept;

/// A result. That it could not be written shows in output_error().
template <typename... T> void put(fmt::format_string<T...> format, T &&...values) {
    put_formatted(format, fmt::make_format_args(values...));
}

/// A message. Where standard error cannot be written it is lost; that is no reason to stop.
template <typename... T> void say(fmt::format_string<T...> format, T &&...values) noexcept {
    say_formatted(format, fmt::make_format_args(values...));
}

/// What a person gave or a file holds, as part of a message: one line, and not of any length.
[[nodiscard]] std::string in_a_line(std::string_view text);

/// A message about a file: its name before the sentence, unless the sentence begins with it.
void say_of(std::string_view path, std::string_view sentence) noexcept;

/// Flushes standard output. Once any of it could not be written, as on a full disk: output_failed
/// (the system's reason, where known).
[[nodiscard]] std::optional<Error> output_error();

/// A line on standard error, a terminal, that the next message, line, or result on the same screen
/// takes the place of.
void show_line(std::string_view text) noexcept;
void wipe_line() noexcept;

} // namespace vitrine
