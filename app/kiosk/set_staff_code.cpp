#include "app/kiosk/set_staff_code.hpp"

#include <sodium.h>

#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace vitrine {
namespace {

/// The terminal shows nothing of what is typed while this lives.
class NoEcho {
  public:
    NoEcho() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!changed_)
            return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~NoEcho() {
        if (changed_)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

  private:
    termios before_{};
    bool changed_;
};

std::optional<std::string> read_line(const char *prompt, bool terminal) {
    if (terminal)
        std::fputs(prompt, stderr);
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    if (terminal)
        std::fputs("\n", stderr);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    return read ? std::optional(line) : std::nullopt;
}

} // namespace

bool set_staff_code(const StaffCodeFiles &files) {
    const bool terminal = ::isatty(STDIN_FILENO) != 0;
    std::optional<std::string> code;
    std::optional<std::string> again;
    {
        std::optional<NoEcho> hidden;
        if (terminal)
            hidden.emplace();
        code = read_line("New staff code (4 to 12 digits): ", terminal);
        again = terminal && code ? read_line("Once more: ", terminal) : code;
    }
    if (!code || code != again) {
        std::fputs(code ? "The two codes are not the same; nothing was changed.\n"
                        : "No code was given; nothing was changed.\n",
                   stderr);
        return false;
    }
    const auto done = StaffCode::set(files, *code);
    sodium_memzero(code->data(), code->size());
    if (!done) {
        std::fprintf(stderr, "%s\n", english_message(done.error()).c_str());
        return false;
    }
    std::fputs("The staff code is set.\n", stderr);
    return true;
}

} // namespace vitrine
