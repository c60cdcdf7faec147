// Notices when the GUI thread is held.
#pragma once

#include <QCoreApplication>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace vitrine {

/// One event whose handling held the GUI thread.
struct Stall {
    std::chrono::milliseconds held{};     ///< by the clock on the wall
    std::chrono::milliseconds computed{}; ///< of it, this thread's own processor time
    std::string what;                     ///< the innermost label, or receiver and event
};

/// Times each event that the GUI thread handles. Above the budget it is logged with what was
/// running; one that does not end is logged while it lasts, from a thread of the watch. An event
/// inside another counts with it, so a handler that runs an event loop of its own reads as one long
/// event. Make it on the GUI thread; all members are for that thread.
class StallWatch {
  public:
    static constexpr std::chrono::milliseconds budget{50};

    using Receiver = std::function<void(const Stall &)>;
    /// `receiver`: told of each stall, besides the log.
    explicit StallWatch(Receiver receiver = {});
    ~StallWatch();
    StallWatch(const StallWatch &) = delete;
    StallWatch &operator=(const StallWatch &) = delete;

    /// Names what runs until the end of the scope, for stalls in it. Any thread; it counts on the
    /// GUI thread. `what` must be a literal.
    class Label {
      public:
        explicit Label(const char *what) noexcept;
        ~Label();
        Label(const Label &) = delete;
        Label &operator=(const Label &) = delete;

      private:
        const char *before_;
    };

    /// For WatchedApplication::notify().
    bool handle(QObject *receiver, QEvent *event, const std::function<bool()> &go_on);

  private:
    void report(const Stall &stall);
    void look_from_outside(const std::stop_token &stop);

    Receiver receiver_;
    int depth_ = 0;
    std::atomic<std::int64_t> busy_since_ns_ = 0; ///< 0: not in an event
    std::mutex mutex_;                            ///< guards what follows
    std::string receiver_class_;
    int event_type_ = 0;
    std::condition_variable_any wake_;
    std::jthread outside_;
};

} // namespace vitrine
