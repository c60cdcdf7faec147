#include "app/commands/streams.hpp"

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

/// File names and labels may hold what a terminal obeys: shown, not obeyed.
std::string without_controls(std::string_view text) {
    std::string shown;
    for (const char c : text)
        if (const auto code = static_cast<unsigned char>(c);
            (code < 0x20 && c != '\n') || code == 0x7F)
            shown += fmt::format("\\x{:02x}", code);
        else
            shown += c;
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

void say_of(std::string_view path, std::string_view sentence) noexcept {
    if (!path.empty() && sentence.starts_with(path))
        say("{}\n", sentence);
    else
        say("{}: {}\n", path, sentence);
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
