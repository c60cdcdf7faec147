#include "app/commands/progress.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace vitrine {

Progress::Progress(std::string what, std::int64_t total, bool output_is_silent)
    : what_(std::move(what)), total_(total),
      visible_(isatty(STDERR_FILENO) == 1 && (output_is_silent || isatty(STDOUT_FILENO) == 0)) {}

Progress::~Progress() { wipe(); }

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Progress::show(std::int64_t done) {
    const auto now = Clock::now();
    if (!visible_ || now - last_ < std::chrono::milliseconds(100))
        return;
    last_ = now;
    on_screen_ = true;
    const double elapsed = seconds();
    fmt::print(stderr, "\r\033[K{} {} of {}, {:.1f} a second", what_, done, total_,
               elapsed > 0 ? static_cast<double>(done) / elapsed : 0.0);
    std::fflush(stderr);
}

void Progress::wipe() {
    if (!on_screen_)
        return;
    on_screen_ = false;
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
}

} // namespace vitrine
