#include "app/supervision/service_notifier.hpp"

#include "core/support/log.hpp"

#include <systemd/sd-daemon.h>

#include <chrono>
#include <cstdint>

namespace vitrine {
namespace {

constexpr int pings_in_a_period = 3;
constexpr int keep_environment = 0; // a process that is started later is another main process

} // namespace

ServiceNotifier::ServiceNotifier(QObject *parent) : QObject(parent) {
    std::uint64_t period_us = 0;
    if (sd_watchdog_enabled(keep_environment, &period_us) <= 0)
        return;
    feed_.setTimerType(Qt::PreciseTimer);
    feed_.setInterval(std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::microseconds(period_us / pings_in_a_period)));
    connect(&feed_, &QTimer::timeout, this, [] { sd_notify(keep_environment, "WATCHDOG=1"); });
    feed_.start(); // a start that hangs is noticed too
    log::info("supervision", "watchdog period {} ms", period_us / 1000);
}

ServiceNotifier::~ServiceNotifier() { sd_notify(keep_environment, "STOPPING=1"); }

void ServiceNotifier::ready() { sd_notify(keep_environment, "READY=1"); }

} // namespace vitrine
