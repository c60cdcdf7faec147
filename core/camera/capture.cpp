#include "core/camera/capture.hpp"

#include "core/camera/frame_pool.hpp"
#include "core/camera/shrink_frame.hpp"
#include "core/support/log.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>

namespace vitrine {

namespace {

/// A sum of what earlier openings of the source lost and what this one has.
void add_losses(std::atomic<std::uint64_t> &total, std::uint64_t &seen, std::uint64_t now) {
    total += now - seen;
    seen = now;
}

} // namespace

/// What happens on the capture thread. Lives for as long as that, the capture or not.
class Capture::Reader {
  public:
    Reader(SourceMaker make, OnFrame on_frame, OnNews on_news, const CaptureRules &rules)
        : make_(std::move(make)), on_frame_(std::move(on_frame)), on_news_(std::move(on_news)),
          rules_(rules), pool_(rules.buffers) {}

    void run(const std::stop_token &stop) {
        read_again_and_again(stop);
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

    /// From when this returns nothing is called. True where the thread has ended by then.
    bool take_leave(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        const bool ended = changed_.wait_for(lock, patience, [this] { return ended_; });
        lock.unlock();
        // A thread that comes back late holds on to nothing of the receiver.
        OnFrame on_frame;
        OnNews on_news;
        {
            const std::lock_guard calls(calls_mutex_);
            std::swap(on_frame_, on_frame);
            std::swap(on_news_, on_news);
        }
        return ended;
    }

    [[nodiscard]] CaptureCounts counts() const noexcept { return {captured_, missed_, damaged_}; }

  private:
    void read_again_and_again(const std::stop_token &stop);
    /// Until the source ends (an empty code), fails, or stop.
    Error read_source(const std::stop_token &stop);
    Error open_and_read(const std::stop_token &stop);
    Error read_frames(FrameSource &source, const SourceFacts &facts, const std::stop_token &stop);
    void wait_before_next_try(const std::stop_token &stop);
    void tell(const CaptureNews &news) {
        const std::lock_guard lock(calls_mutex_);
        if (on_news_)
            on_news_(news);
    }
    void hand_on(std::shared_ptr<const Frame> frame) {
        const std::lock_guard lock(calls_mutex_);
        if (on_frame_)
            on_frame_(std::move(frame));
    }

    SourceMaker make_;
    std::mutex calls_mutex_; ///< guards both; held while they are called
    OnFrame on_frame_;
    OnNews on_news_;
    CaptureRules rules_;
    FramePool pool_;
    std::atomic<std::uint64_t> captured_ = 0;
    std::atomic<std::uint64_t> missed_ = 0;
    std::atomic<std::uint64_t> damaged_ = 0;
    std::mutex mutex_;
    std::condition_variable_any changed_; ///< ended_, or stop
    bool ended_ = false;                  ///< guarded by mutex_
};

Capture::Capture(SourceMaker make, OnFrame on_frame, OnNews on_news, const CaptureRules &rules)
    : reader_(std::make_shared<Reader>(std::move(make), std::move(on_frame), std::move(on_news),
                                       rules)),
      farewell_(rules.farewell),
      thread_([reader = reader_](const std::stop_token &stop) { reader->run(stop); }) {}

Capture::~Capture() {
    thread_.request_stop();
    if (!reader_->take_leave(farewell_)) {
        log::warning("camera", "a source hangs; it is left behind");
        thread_.detach();
    }
}

CaptureCounts Capture::counts() const noexcept { return reader_->counts(); }

void Capture::Reader::read_again_and_again(const std::stop_token &stop) {
    std::string last_reason;
    while (!stop.stop_requested()) {
        const Error reason = read_source(stop);
        if (stop.stop_requested())
            return;
        if (reason.code.empty() || !rules_.comes_back) {
            tell({CaptureState::ended, {}, reason});
            return;
        }
        // Once a reason, not once a second.
        if (std::exchange(last_reason, english_message(reason)) != english_message(reason))
            log::warning("camera", "{}", last_reason);
        tell({CaptureState::lost, {}, reason});
        wait_before_next_try(stop);
    }
}

Error Capture::Reader::read_source(const std::stop_token &stop) {
    try {
        return open_and_read(stop);
    } catch (const std::bad_alloc &) { // a frame may be 100 MB
        return {"out_of_memory", {}};
    }
}

Error Capture::Reader::open_and_read(const std::stop_token &stop) {
    tell({CaptureState::opening, {}, {}});
    auto source = make_();
    if (!source)
        return source.error();
    const auto facts = (*source)->open();
    if (!facts)
        return facts.error();
    if (stop.stop_requested())
        return {};
    log::info("camera", "{} opened: {} × {}, {}, {} frames a second", facts->name, facts->width,
              facts->height, facts->format, facts->frames_per_second);
    tell({CaptureState::running, *facts, {}});
    return read_frames(**source, *facts, stop);
}

Error Capture::Reader::read_frames(FrameSource &source, const SourceFacts &facts,
                                   const std::stop_token &stop) {
    SourceLosses seen;
    auto last_frame = Frame::Clock::now();
    std::shared_ptr<Frame> frame;
    Frame unhoused; // what the source gives while all buffers are in use
    while (!stop.stop_requested()) {
        if (frame == nullptr)
            frame = pool_.take();
        Frame &target = frame == nullptr ? unhoused : *frame;
        const auto next = source.next(target, stop);
        const SourceLosses losses = source.losses();
        add_losses(missed_, seen.missed, losses.missed);
        add_losses(damaged_, seen.damaged, losses.damaged);
        if (!next)
            return next.error();
        if (*next == Next::ended)
            return {};
        const auto now = Frame::Clock::now();
        if (*next == Next::nothing) {
            if (facts.live && now - last_frame > rules_.stall)
                return {"camera_failed", {facts.name, "it gives no pictures"}};
            continue;
        }
        last_frame = now;
        if (frame == nullptr) {
            ++missed_;
            continue;
        }
        ++captured_;
        shrink_frame(target, rules_.longest_side);
        hand_on(std::exchange(frame, nullptr));
    }
    return {};
}

void Capture::Reader::wait_before_next_try(const std::stop_token &stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, rules_.between_tries, [] { return false; });
}

} // namespace vitrine
