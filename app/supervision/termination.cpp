#include "app/supervision/termination.hpp"

#include "core/support/log.hpp"

#include <QCoreApplication>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine {
namespace {

volatile std::sig_atomic_t told_to = -1; ///< where the handler writes

extern "C" void pass_on(int) {
    const char byte = 1;
    (void)!::write(told_to, &byte, 1);
}

constexpr std::array signals{SIGTERM, SIGINT};

} // namespace

Termination::Termination(QObject *parent) : QObject(parent) {
    if (::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    told_to = pipe_[1];
    notifier_ = std::make_unique<QSocketNotifier>(pipe_[0], QSocketNotifier::Read);
    connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
        notifier_->setEnabled(false);
        log::info("supervision", "ends as the system asks");
        // Not quit(): windows may refuse to be closed.
        QCoreApplication::exit(0);
    });
    struct sigaction action {};
    action.sa_handler = pass_on;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    for (const int signal : signals)
        sigaction(signal, &action, nullptr);
}

Termination::~Termination() {
    if (pipe_[0] < 0)
        return;
    for (const int signal : signals)
        std::signal(signal, SIG_DFL);
    notifier_.reset();
    ::close(pipe_[0]);
    ::close(pipe_[1]);
}

} // namespace vitrine
