#include "app/commands/train/train_requests.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>

namespace vitrine {

namespace {

std::atomic<int> write_descriptor{-1};
std::atomic<bool> stop_asked{false};

/// Wakes the waiting loop; only what may be done in a signal handler.
extern "C" void note_signal(int number) {
    const int before = errno;
    if (number != SIGUSR1 && number != SIGUSR2)
        stop_asked = true;
    const char byte = static_cast<char>(number);
    static_cast<void>(!::write(write_descriptor, &byte, 1));
    errno = before;
}

} // namespace

TrainRequests::TrainRequests() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0) {
        read_end_ = FileDescriptor(ends[0]);
        write_end_ = FileDescriptor(ends[1]);
    }
    write_descriptor = write_end_.get();
    stop_asked = false;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        struct sigaction action {};
        action.sa_handler = signals[i] == SIGPIPE ? SIG_IGN : note_signal;
        sigemptyset(&action.sa_mask);
        const bool repeats = signals[i] == SIGUSR1 || signals[i] == SIGUSR2;
        action.sa_flags = static_cast<int>(SA_RESTART | (repeats ? 0U : SA_RESETHAND));
        sigaction(signals[i], &action, &before_[i]);
    }
}

TrainRequests::~TrainRequests() {
    for (std::size_t i = 0; i < signals.size(); ++i)
        sigaction(signals[i], &before_[i], nullptr);
    write_descriptor = -1;
}

bool TrainRequests::stop_requested() noexcept { return stop_asked; }

RunRequest TrainRequests::next(std::chrono::milliseconds patience) {
    pollfd waiting{read_end_.get(), POLLIN, 0};
    static_cast<void>(::poll(&waiting, 1, static_cast<int>(patience.count())));
    char number = 0;
    if (::read(read_end_.get(), &number, 1) != 1)
        return stop_asked ? RunRequest::stop : RunRequest::none;
    if (number == SIGUSR2)
        return RunRequest::snapshot;
    return number == SIGUSR1 ? RunRequest::toggle : RunRequest::stop;
}

} // namespace vitrine
