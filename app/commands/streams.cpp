#include "app/commands/streams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace vitrine {

namespace {

constexpr std::string_view erase_line = "\r\033[K";

// Commands write from one thread.
bool line_is_shown = false;
int first_output_error = 0;

bool write(std::FILE *stream, std::string_view text) noexcept {
    return std::fwrite(text.data(), 1, text.size(), stream) == text.size();
}

/// The bytes of a control character or of one that turns the direction of text at `at`; 0 if none.
std::size_t control_bytes(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(at) < 0x20 || byte(at) == 0x7F)
        return 1;
    if (byte(at) == 0xC2 && byte(at + 1) >= 0x80 && byte(at + 1) < 0xA0) // U+0080 to U+009F
        return 2;
    const bool marks = byte(at) == 0xE2 && byte(at + 1) == 0x80 &&
                       (byte(at + 2) == 0x8E || byte(at + 2) == 0x8F ||  // U+200E, U+200F
                        (byte(at + 2) >= 0xAA && byte(at + 2) <= 0xAE)); // U+202A to U+202E
    const bool isolates = byte(at) == 0xE2 && byte(at + 1) == 0x81 && byte(at + 2) >= 0xA6 &&
                          byte(at + 2) <= 0xA9; // U+2066 to U+2069
    return marks || isolates ? 3 : 0;
}

/// File names and labels may hold what a terminal obeys: shown, not obeyed. Lines stay lines.
std::string without_controls(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = text[at] == '\n' ? 0 : control_bytes(text, at);
        for (std::size_t i = 0; i < bytes; ++i)
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + i]));
        if (bytes == 0)
            shown += text[at];
        at += std::max<std::size_t>(bytes, 1);
    }
    return shown;
}

void note_output_error() noexcept {
    if (first_output_error == 0)
        first_output_error = errno;
}

} // namespace

void keep_standard_streams() {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number)
        if (fcntl(number, F_GETFD) == -1) // open() takes the lowest number that is free: this one
            static_cast<void>(open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

void put_formatted(fmt::string_view format, fmt::format_args values) {
    if (line_is_shown && isatty(STDOUT_FILENO) == 1)
        wipe_line();
    const std::string text = fmt::vformat(format, values);
    if (!write(stdout, isatty(STDOUT_FILENO) == 1 ? without_controls(text) : text))
        note_output_error();
}

void say_formatted(fmt::string_view format, fmt::format_args values) noexcept {
    wipe_line();
    try {
        write(stderr, without_controls(fmt::vformat(format, values)));
    } catch (const std::exception &) {
        write(stderr, "vitrine: there is not enough memory to say what is wrong\n");
    }
}

std::string in_a_line(std::string_view text) {
    constexpr std::size_t most = 1000, kept = 400;
    std::string line;
    for (const char c : text.size() > most ? text.substr(0, kept) : text)
        line += c == '\n' ? std::string("\\n") : std::string(1, c);
    return text.size() > most ? line + "…" : line;
}

void say_of(std::string_view path, std::string_view sentence) noexcept {
    try {
        const std::string name = in_a_line(path);
        if (!name.empty() && sentence.starts_with(name))
            say("{}\n", sentence);
        else
            say("{}: {}\n", name, sentence);
    } catch (const std::exception &) {
        say("{}\n", sentence);
    }
}

std::optional<Error> output_error() {
    if (std::fflush(stdout) != 0)
        note_output_error();
    if (first_output_error != 0)
        return Error{"output_failed", {std::strerror(first_output_error)}};
    return std::ferror(stdout) == 0 ? std::nullopt : std::optional(Error{"output_failed", {}});
}

void show_line(std::string_view text) noexcept {
    write(stderr, erase_line);
    write(stderr, text);
    line_is_shown = true;
}

void wipe_line() noexcept {
    if (line_is_shown)
        write(stderr, erase_line);
    line_is_shown = false;
}

} // namespace vitrine
