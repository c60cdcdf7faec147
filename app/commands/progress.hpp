// How far a long command is, for a person who watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace vitrine {

/// A line that show_line() writes at most ten times a second, and only where standard error is a
/// terminal, and standard output is none or silent while it runs.
class Progress {
  public:
    Progress(std::string what, std::int64_t total, bool output_is_silent);
    ~Progress(); ///< wipes the line
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    void show(std::int64_t done);
    [[nodiscard]] double seconds() const; ///< since the start

  private:
    using Clock = std::chrono::steady_clock;
    std::string what_;
    std::int64_t total_;
    bool visible_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_{};
};

} // namespace vitrine
