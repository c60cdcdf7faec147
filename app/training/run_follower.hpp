// Follows a run's folder while somebody looks at it.
#pragma once

#include "app/training/run_news.hpp"
#include "app/training/run_sight.hpp"

#include <QObject>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace vitrine {

struct FollowerPace {
    std::chrono::milliseconds look{200}; ///< between two looks
    /// A trainer that has not moved for so long is called hung. One step, or one test, of a large
    /// network may take a minute or two on a slow machine.
    std::chrono::seconds hung_after{240};
};

/// Reads events.jsonl as it grows and looks after the trainer, on a thread of its own. Signals
/// arrive on the thread that this object lives on; news come in blocks of at most a few thousand
/// events, what is there already first.
class RunFollower : public QObject {
    Q_OBJECT

  public:
    explicit RunFollower(std::filesystem::path folder, FollowerPace pace = {},
                         QObject *parent = nullptr);
    ~RunFollower() override; ///< waits for the block that is being read
    /// Instead of deleting it, where nobody is to wait for the disk: tells nothing more, and goes
    /// once what is being read has been read. Its parent's end still waits for that.
    void leave();

    /// Call it once, when all who want to be told are connected.
    void begin();
    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }
    void look_now(); ///< without waiting for the next look

  Q_SIGNALS:
    void came(const std::shared_ptr<const vitrine::RunNews> &news);
    /// When it changes, and once at first, after the news of what is there already.
    void seen(vitrine::RunLife life);
    /// How many pictures the trainer has read, of how many, while it prepares itself; of none: it
    /// reads none now.
    void reading(qint64 done, qint64 total);

  private:
    void run(const std::stop_token &stop);

    std::filesystem::path folder_;
    FollowerPace pace_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool look_now_ = false;
    std::atomic<bool> goes_alone_ = false;
    std::jthread thread_; // last: it ends before what it uses
};

} // namespace vitrine
