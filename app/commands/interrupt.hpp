// Ctrl+C as a request instead of an end.
#pragma once

#include <csignal>

namespace vitrine {

/// While one lives, the first SIGINT or SIGTERM is remembered; the second ends the program as
/// usual. One at a time.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    [[nodiscard]] static bool requested() noexcept;

  private:
    struct sigaction before_int_ {};
    struct sigaction before_term_ {};
};

} // namespace vitrine
