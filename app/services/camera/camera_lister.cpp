#include "app/services/camera/camera_lister.hpp"

#include "core/support/log.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace vitrine {

namespace {

/// As for a source that hangs: see CaptureRules.
constexpr std::chrono::milliseconds farewell{500};

} // namespace

/// Lives for as long as the thread, the lister or not.
class CameraLister::Work {
  public:
    Work(CameraList list, OnList on_list) : list_(std::move(list)), on_list_(std::move(on_list)) {}

    void ask(bool afresh) {
        const std::lock_guard lock(mutex_);
        asked_ = true;
        afresh_ = afresh_ || afresh;
        changed_.notify_all();
    }

    void run(const std::stop_token &stop) {
        while (is_asked(stop)) {
            bool afresh = false;
            {
                const std::lock_guard lock(mutex_);
                afresh = std::exchange(afresh_, false);
            }
            hand_on(list_(afresh));
        }
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

    /// From when this returns nothing is called. True where the thread has ended by then.
    bool take_leave() {
        std::unique_lock lock(mutex_);
        const bool ended = changed_.wait_for(lock, farewell, [this] { return ended_; });
        lock.unlock();
        const std::lock_guard call(call_mutex_);
        on_list_ = nullptr;
        return ended;
    }

  private:
    /// Waits for it; false at the end.
    bool is_asked(const std::stop_token &stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return asked_; });
        return std::exchange(asked_, false) && !stop.stop_requested();
    }

    void hand_on(std::vector<CameraChoice> cameras) {
        const std::lock_guard call(call_mutex_);
        if (on_list_)
            on_list_(std::move(cameras));
    }

    const CameraList list_;
    std::mutex call_mutex_; ///< guards on_list_; held while it is called
    OnList on_list_;
    std::mutex mutex_;
    std::condition_variable_any changed_; ///< asked_, ended_, or stop
    bool asked_ = false;                  ///< guarded by mutex_
    bool afresh_ = false;                 ///< likewise
    bool ended_ = false;                  ///< likewise
};

CameraLister::CameraLister(CameraList list, OnList on_list)
    : work_(std::make_shared<Work>(std::move(list), std::move(on_list))) {}

CameraLister::~CameraLister() {
    if (!thread_.joinable())
        return;
    thread_.request_stop();
    if (!work_->take_leave()) {
        log::warning("camera", "a device hangs while cameras are listed; it is left behind");
        thread_.detach();
    }
}

void CameraLister::ask(bool afresh) {
    work_->ask(afresh);
    if (!thread_.joinable())
        thread_ = std::jthread([work = work_](const std::stop_token &stop) { work->run(stop); });
}

} // namespace vitrine
