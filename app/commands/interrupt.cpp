#include "app/commands/interrupt.hpp"

namespace vitrine {

namespace {

volatile std::sig_atomic_t interrupt_requested = 0;

extern "C" void remember_interrupt(int) { interrupt_requested = 1; }

} // namespace

Interrupt::Interrupt() {
    interrupt_requested = 0;
    struct sigaction action {};
    action.sa_handler = remember_interrupt;
    // After the first the default comes back, so that a second one always ends the program.
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before_int_);
    sigaction(SIGTERM, &action, &before_term_);
}

Interrupt::~Interrupt() {
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
}

bool Interrupt::requested() noexcept { return interrupt_requested != 0; }

} // namespace vitrine
