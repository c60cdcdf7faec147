#include "app/supervision/stall_watch.hpp"

#include "core/support/log.hpp"

#include <QEvent>
#include <QMetaEnum>

#include <ctime>

namespace vitrine {
namespace {

using namespace std::chrono;

constexpr auto frozen_after = seconds(2);
constexpr auto look_every = seconds(1);

// Labels are read by the thread that looks from outside, so they are literals, and atomic.
std::atomic<const char *> gui_label = nullptr;
thread_local bool is_gui_thread = false;
thread_local const char *longest_label = nullptr;

nanoseconds processor_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

/// "sorting (vitrine::FilePicker, MetaCall)"; without a label: "vitrine::FilePicker, MetaCall".
std::string describe(const char *label, const std::string &receiver_class, int event_type) {
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(event_type);
    const std::string received =
        receiver_class + ", " +
        (event != nullptr ? std::string(event) : "event " + std::to_string(event_type));
    return label != nullptr ? std::string(label) + " (" + received + ")" : received;
}

} // namespace

StallWatch::Label::Label(const char *what) noexcept
    : before_(is_gui_thread ? gui_label.exchange(what) : nullptr) {
    if (is_gui_thread)
        longest_label = what;
}

StallWatch::Label::~Label() {
    if (is_gui_thread)
        gui_label = before_;
}

StallWatch::StallWatch(Receiver receiver)
    : receiver_(std::move(receiver)),
      outside_([this](const std::stop_token &stop) { look_from_outside(stop); }) {
    is_gui_thread = true;
}

StallWatch::~StallWatch() {
    outside_.request_stop();
    outside_.join();
    is_gui_thread = false;
}

bool StallWatch::handle(QObject *receiver, QEvent *event, const std::function<bool()> &go_on) {
    if (!is_gui_thread || depth_ > 0)
        return go_on();
    // Both may be gone when the event has been handled.
    const char *receiver_class = receiver->metaObject()->className();
    const int type = event->type();
    longest_label = nullptr;
    {
        const std::lock_guard lock(mutex_);
        receiver_class_ = receiver_class; // which may be gone while somebody looks from outside
        event_type_ = type;
    }
    const auto started = steady_clock::now();
    const nanoseconds computed_before = processor_time();
    busy_since_ns_ = nanoseconds(started.time_since_epoch()).count();
    ++depth_;
    const bool result = go_on();
    --depth_;
    busy_since_ns_ = 0;
    const auto held = steady_clock::now() - started;
    if (held > budget) {
        const std::string what = describe(longest_label, receiver_class_, event_type_);
        report({duration_cast<milliseconds>(held),
                duration_cast<milliseconds>(processor_time() - computed_before), what});
    }
    return result;
}

void StallWatch::report(const Stall &stall) {
    log::warning("window", "the GUI thread was held for {} ms ({} ms of them computing) by {}",
                 stall.held.count(), stall.computed.count(), stall.what);
    if (receiver_)
        receiver_(stall);
}

void StallWatch::look_from_outside(const std::stop_token &stop) {
    std::int64_t told = 0; // the start of the event that was told of
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, stop, look_every, [&stop] { return stop.stop_requested(); })) {
        const std::int64_t since = busy_since_ns_;
        const auto now = nanoseconds(steady_clock::now().time_since_epoch());
        if (since == 0 || since == told || now - nanoseconds(since) < frozen_after)
            continue;
        told = since;
        log::warning("window", "the GUI thread has been held for {} ms and still is, by {}",
                     duration_cast<milliseconds>(now - nanoseconds(since)).count(),
                     describe(gui_label, receiver_class_, event_type_));
    }
}

} // namespace vitrine
