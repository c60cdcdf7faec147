#include "core/camera/capture.hpp"

#include "core/support/log.hpp"

#include <utility>

namespace vitrine {

namespace {

/// A sum of what earlier openings of the source lost and what this one has.
void add_losses(std::atomic<std::uint64_t> &total, std::uint64_t &seen, std::uint64_t now) {
    total += now - seen;
    seen = now;
}

} // namespace

Capture::Capture(SourceMaker make, OnFrame on_frame, OnNews on_news, const CaptureRules &rules)
    : make_(std::move(make)), on_frame_(std::move(on_frame)), on_news_(std::move(on_news)),
      rules_(rules), pool_(rules.buffers),
      thread_([this](const std::stop_token &stop) { run(stop); }) {}

Capture::~Capture() {
    thread_.request_stop();
    thread_.join();
}

CaptureCounts Capture::counts() const noexcept { return {captured_, missed_, damaged_}; }

void Capture::run(const std::stop_token &stop) {
    std::string last_reason;
    while (!stop.stop_requested()) {
        const Error reason = read_source(stop);
        if (stop.stop_requested())
            return;
        if (reason.code.empty() || !rules_.comes_back) {
            on_news_({CaptureState::ended, {}, reason});
            return;
        }
        // Once a reason, not once a second.
        if (std::exchange(last_reason, english_message(reason)) != english_message(reason))
            log::warning("camera", "{}", last_reason);
        on_news_({CaptureState::lost, {}, reason});
        wait_before_next_try(stop);
    }
}

Error Capture::read_source(const std::stop_token &stop) {
    on_news_({CaptureState::opening, {}, {}});
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
    on_news_({CaptureState::running, *facts, {}});
    return read_frames(**source, *facts, stop);
}

Error Capture::read_frames(FrameSource &source, const SourceFacts &facts,
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
        on_frame_(std::exchange(frame, nullptr));
    }
    return {};
}

void Capture::wait_before_next_try(const std::stop_token &stop) {
    std::unique_lock lock(mutex_);
    never_.wait_for(lock, stop, rules_.between_tries, [] { return false; });
}

} // namespace vitrine
