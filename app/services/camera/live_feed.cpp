#include "app/services/camera/live_feed.hpp"

#include "core/camera/latest.hpp"

#include <QMetaObject>

#include <atomic>
#include <utility>

namespace vitrine {

/// What the threads of one opening share. It outlives the feed where a thread is late.
struct LiveFeed::Stream : std::enable_shared_from_this<Stream> {
    Stream(LiveFeed &owner, InferenceThread &inference_thread, bool live)
        : feed(owner), inference(inference_thread), is_live(live) {}

    LiveFeed &feed; ///< used under `mutex` alone, while `attached`
    InferenceThread &inference;
    const bool is_live;
    std::mutex mutex;
    bool attached = true;
    std::weak_ptr<Rival> rival; ///< guarded by `mutex`

    Latest<FramePointer> frame;
    Latest<FeedReading> reading;
    Latest<RivalReading> rival_reading;
    Latest<Error> failure;
    Latest<CaptureNews> news;
    std::atomic<bool> event_waits = false;
    std::atomic<std::uint64_t> not_classified = 0;
    std::optional<LiveAnswer> answer;             ///< on the inference thread
    std::shared_ptr<const OpenedModel> answer_of; ///< likewise

    std::mutex capture_mutex; ///< guards the pointer
    std::unique_ptr<Capture> capture;

    /// One event for all that is new. Any thread.
    void notify() {
        if (event_waits.exchange(true))
            return;
        const std::lock_guard lock(mutex);
        if (attached)
            QMetaObject::invokeMethod(
                &feed, [self = shared_from_this()] { self->feed.deliver(self); },
                Qt::QueuedConnection);
    }

    void detach() {
        const std::lock_guard lock(mutex);
        attached = false;
    }

    void take_frame(FramePointer newest) { // on the capture thread
        const bool took_turn =
            inference.classify_frame(newest, [self = shared_from_this()](FrameAnswer said) {
                self->take_answer(std::move(said));
            });
        not_classified += took_turn ? 0 : 1;
        frame.put(std::move(newest));
        notify();
    }

    void take_answer(FrameAnswer said) { // on the inference thread
        if (!said.logits) {
            failure.put(said.logits.error());
            notify();
            return;
        }
        if (answer_of != said.model) {
            answer.emplace(said.model->manifest, is_live);
            answer_of = said.model;
        }
        FeedReading read{answer->add(*said.frame, *said.logits), said.model, 0, said.elapsed_ms};
        read.age_ms =
            std::chrono::duration<double, std::milli>(Frame::Clock::now() - said.frame->captured)
                .count();
        reading.put(std::move(read));
        notify();
        show_to_others(said);
    }

    void show_to_others(const FrameAnswer &said) { // on the inference thread
        std::shared_ptr<Rival> other;
        {
            const std::lock_guard lock(mutex);
            if (!attached)
                return;
            feed.lookout_.look(said.frame, crop_rectangle(said.frame->width, said.frame->height,
                                                          said.model->manifest.input));
            other = rival.lock();
        }
        if (other == nullptr)
            return;
        rival_reading.put(other->look(*said.frame, is_live));
        notify();
    }

    void take_news(const CaptureNews &now) { // on the capture thread
        news.put(now);
        notify();
    }
};

LiveFeed::LiveFeed(InferenceThread &inference, CameraAccess access, QObject *parent)
    : QObject(parent), inference_(inference), access_(std::move(access)), lookout_(access_.faces) {
    worker_.setMaxThreadCount(1);
    connect(&lookout_, &FaceLookout::changed, this, &LiveFeed::face_changed);
}

LiveFeed::~LiveFeed() {
    close();
    set_rival(nullptr);
    worker_.waitForDone();
}

void LiveFeed::open(const SourceName &name) {
    close();
    current_ = std::make_shared<Stream>(*this, inference_, is_live(name));
    current_->rival = rival_;
    worker_.start([stream = current_, make = access_.make, name] {
        auto capture = std::make_unique<Capture>(
            [make, name] { return make(name); },
            [stream](FramePointer frame) { stream->take_frame(std::move(frame)); },
            [stream](const CaptureNews &news) { stream->take_news(news); });
        const std::lock_guard lock(stream->capture_mutex);
        stream->capture = std::move(capture);
    });
}

void LiveFeed::close() {
    if (current_ == nullptr)
        return;
    current_->detach();
    lookout_.forget();
    inference_.forget_frame();
    worker_.start([this, stream = std::exchange(current_, nullptr)] {
        std::unique_ptr<Capture> capture;
        {
            const std::lock_guard lock(stream->capture_mutex);
            capture = std::move(stream->capture);
        }
        capture.reset(); // waits for the driver
        QMetaObject::invokeMethod(this, &LiveFeed::closed, Qt::QueuedConnection);
    });
}

FeedCounts LiveFeed::counts() const {
    if (current_ == nullptr)
        return {};
    FeedCounts counts;
    const std::lock_guard lock(current_->capture_mutex);
    if (current_->capture != nullptr) {
        const CaptureCounts captured = current_->capture->counts();
        counts = {captured.captured, captured.missed + captured.damaged, 0};
    }
    counts.not_classified = current_->not_classified;
    return counts;
}

void LiveFeed::set_rival(std::shared_ptr<Rival> rival) {
    // The one before goes where it was used.
    if (auto before = std::exchange(rival_, std::move(rival)))
        inference_.post([gone = std::move(before)]() mutable { gone.reset(); });
    if (current_ == nullptr)
        return;
    const std::lock_guard lock(current_->mutex);
    current_->rival = rival_;
}

void LiveFeed::list() {
    worker_.start([this] { Q_EMIT listed(access_.list()); });
}

void LiveFeed::deliver(const std::shared_ptr<Stream> &stream) {
    stream->event_waits = false; // before anything is taken: what comes later has its own event
    if (stream != current_)
        return;
    if (const auto news = stream->news.try_take())
        Q_EMIT changed(*news);
    if (const auto frame = stream->frame.try_take())
        Q_EMIT framed(*frame);
    if (const auto reading = stream->reading.try_take())
        Q_EMIT read(*reading);
    if (const auto other = stream->rival_reading.try_take())
        Q_EMIT rival_read(*other);
    if (const auto failure = stream->failure.try_take())
        Q_EMIT failed(*failure);
}

} // namespace vitrine
