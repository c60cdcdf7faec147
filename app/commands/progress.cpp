#include "app/commands/progress.hpp"

#include "app/commands/streams.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace vitrine {

Progress::Progress(std::string what, std::int64_t total, bool output_is_silent)
    : what_(std::move(what)), total_(total),
      visible_(isatty(STDERR_FILENO) == 1 && (output_is_silent || isatty(STDOUT_FILENO) == 0)) {}

Progress::~Progress() { wipe_line(); }

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Progress::show(std::int64_t done) {
    const auto now = Clock::now();
    if (!visible_ || now - last_ < std::chrono::milliseconds(100))
        return;
    last_ = now;
    const double elapsed = seconds();
    show_line(fmt::format("{} {} of {}, {:.1f} a second", what_, done, total_,
                          elapsed > 0 ? static_cast<double>(done) / elapsed : 0.0));
}

} // namespace vitrine
