// The program's window, whose GUI thread stops for good on SIGUSR1: for watchdog_test.py.
#include "app/window.hpp"

#include <QCoreApplication>

#include <csignal>
#include <pthread.h>
#include <thread>
#include <unistd.h>

int main(int argc, char **argv) {
    sigset_t freeze;
    sigemptyset(&freeze);
    sigaddset(&freeze, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &freeze, nullptr); // before there are threads to take it
    std::thread([freeze] {
        int signal = 0;
        while (sigwait(&freeze, &signal) == 0)
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [] {
                    for (;;)
                        ::pause();
                },
                Qt::QueuedConnection);
    }).detach();
    return vitrine::run_window(argc, argv);
}
