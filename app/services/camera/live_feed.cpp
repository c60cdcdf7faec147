#include "app/services/camera/live_feed.hpp"

#include "core/camera/latest.hpp"

#include <QMetaObject>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

namespace vitrine {

namespace {

/// No page shows more, and nothing of what the GUI thread does grows with a 4K camera.
constexpr int longest_side = 1920;

/// About what any model gets of it.
Rect middle_square(const Frame &frame) {
    const int side = std::min(frame.width, frame.height);
    return {(frame.width - side) / 2, (frame.height - side) / 2, side, side};
}

bool is_over(const CaptureNews &news) {
    return news.state == CaptureState::lost || news.state == CaptureState::ended;
}

} // namespace

/// How many cameras and streams are open. Outlives the feed where a thread is late.
struct LiveFeed::OpenSources {
    explicit OpenSources(LiveFeed &owner) : feed(&owner) {}

    std::mutex mutex;
    LiveFeed *feed; ///< guarded by `mutex`; null: it is gone
    int count = 0;  ///< guarded by `mutex`

    bool any() {
        const std::lock_guard lock(mutex);
        return count > 0;
    }
    void add(int change) { // any thread
        const std::lock_guard lock(mutex);
        count += change;
        if (feed == nullptr)
            return;
        QMetaObject::invokeMethod(feed, &LiveFeed::camera_on_changed, Qt::QueuedConnection);
        if (count == 0)
            QMetaObject::invokeMethod(feed, &LiveFeed::closed, Qt::QueuedConnection);
    }
};

/// A source that is counted from its opening to its end, on whatever thread that comes; a film that
/// a web server sends is not.
class LiveFeed::CountedSource final : public FrameSource {
  public:
    CountedSource(std::unique_ptr<FrameSource> source, std::shared_ptr<OpenSources> open_sources)
        : source_(std::move(source)), open_sources_(std::move(open_sources)) {}
    ~CountedSource() override {
        source_.reset();
        leave();
    }
    CountedSource(const CountedSource &) = delete;
    CountedSource &operator=(const CountedSource &) = delete;

    Result<SourceFacts> open() override {
        const bool another = open_sources_->any();
        auto facts = source_->open();
        if (facts && facts->live && !std::exchange(counted_, true))
            open_sources_->add(1);
        // It is no other program that keeps it, but an earlier reader that hangs in the driver.
        if (!facts && facts.error().code == "camera_busy" && another)
            return Error{"camera_failed", {facts.error().arguments.front(), "it does not close"}};
        return facts;
    }
    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        return source_->next(frame, stop);
    }
    void close() noexcept override {
        source_->close();
        leave();
    }
    [[nodiscard]] SourceLosses losses() const noexcept override { return source_->losses(); }

  private:
    void leave() {
        if (std::exchange(counted_, false))
            open_sources_->add(-1);
    }

    std::unique_ptr<FrameSource> source_;
    std::shared_ptr<OpenSources> open_sources_;
    bool counted_ = false;
};

/// What the threads of one opening share. It outlives the feed where a thread is late.
struct LiveFeed::Stream : std::enable_shared_from_this<Stream> {
    Stream(LiveFeed &owner, InferenceThread &inference_thread)
        : feed(owner), inference(inference_thread) {}

    LiveFeed &feed; ///< used under `mutex` alone, while `attached`
    InferenceThread &inference;
    std::mutex mutex;
    bool attached = true;
    std::weak_ptr<Rival> rival; ///< guarded by `mutex`

    Latest<FramePointer> frame;
    Latest<FeedReading> reading;
    Latest<RivalReading> rival_reading;
    Latest<Error> failure;
    Latest<CaptureNews> news;
    Latest<PictureNews> picture;
    bool is_live = false;      ///< on the capture thread: what is open
    PictureWatch watch{false}; ///< likewise
    PictureNews picture_was;   ///< likewise
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

    /// From now on no frame is kept, nor given to anybody.
    void detach() {
        const std::lock_guard lock(mutex);
        attached = false;
        static_cast<void>(frame.try_take());
        static_cast<void>(reading.try_take());
    }

    [[nodiscard]] bool is_attached() {
        const std::lock_guard lock(mutex);
        return attached;
    }

    void take_frame(FramePointer newest) { // on the capture thread
        const auto glance =
            std::make_shared<const Glance>(glance_at(*newest, middle_square(*newest)));
        watch_over(*newest, *glance);
        {
            const std::lock_guard lock(mutex);
            if (!attached)
                return;
            const bool took_turn = inference.classify_frame(
                newest, [self = shared_from_this(), glance, live = is_live](FrameAnswer said) {
                    self->take_answer(std::move(said), *glance, live);
                });
            not_classified += took_turn ? 0 : 1;
            frame.put(std::move(newest));
        }
        notify();
    }

    void watch_over(const Frame &newest, const Glance &glance) { // on the capture thread
        const double time_s =
            std::chrono::duration<double>(newest.captured.time_since_epoch()).count();
        PictureNews now{watch.add(glance, time_s)};
        now.black = watch.black_now();
        if (std::exchange(picture_was, now) != now)
            picture.put(now);
    }

    void take_answer(FrameAnswer said, const Glance &glance, bool live) { // on the inference thread
        if (!is_attached())
            return;
        if (!said.logits) {
            failure.put(said.logits.error());
            notify();
            return;
        }
        if (std::exchange(answer_of, said.model) != said.model)
            answer.emplace(said.model->manifest, live);
        FeedReading read{answer->add(*said.frame, glance, *said.logits), said.model, 0,
                         said.elapsed_ms, said.frame};
        read.age_ms =
            std::chrono::duration<double, std::milli>(Frame::Clock::now() - said.frame->captured)
                .count();
        {
            const std::lock_guard lock(mutex);
            if (attached)
                reading.put(std::move(read));
        }
        notify();
        show_to_others(said, glance, live);
    }

    void show_to_others(const FrameAnswer &said, const Glance &glance,
                        bool live) { // on the inference thread
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
        rival_reading.put(other->look(*said.frame, glance, live));
        notify();
    }

    void take_news(const CaptureNews &now) { // on the capture thread
        if (now.state == CaptureState::running) {
            is_live = now.facts.live;
            watch = PictureWatch(is_live);
            picture_was = {};
        }
        // The last frame and the loss may come to the GUI thread as one: what was lost is not
        // shown.
        if (is_over(now)) {
            static_cast<void>(frame.try_take());
            static_cast<void>(picture.try_take());
        }
        news.put(now);
        notify();
    }
};

LiveFeed::LiveFeed(InferenceThread &inference, CameraAccess access, QObject *parent)
    : QObject(parent), inference_(inference), access_(std::move(access)),
      open_sources_(std::make_shared<OpenSources>(*this)), lookout_(access_.faces),
      lister_(access_.list, [this](std::vector<CameraChoice> cameras) {
          QMetaObject::invokeMethod(
              this, [this, listed_now = std::move(cameras)] { Q_EMIT listed(listed_now); },
              Qt::QueuedConnection);
      }) {
    worker_.setMaxThreadCount(1);
    connect(&lookout_, &FaceLookout::changed, this, &LiveFeed::face_changed);
}

LiveFeed::~LiveFeed() {
    close();
    set_rival(nullptr);
    worker_.waitForDone();
    const std::lock_guard lock(open_sources_->mutex);
    open_sources_->feed = nullptr;
}

void LiveFeed::open(const SourceName &name) {
    close();
    current_ = std::make_shared<Stream>(*this, inference_);
    current_->rival = rival_;
    worker_.start([stream = current_, make = access_.make, open = open_sources_, name] {
        if (!stream->is_attached())
            return; // something else is looked at by now
        auto capture = std::make_unique<Capture>(
            [make, open, name]() -> Result<std::unique_ptr<FrameSource>> {
                auto source = make(name);
                if (!source || !may_be_live(name))
                    return source;
                return std::unique_ptr<FrameSource>(
                    std::make_unique<CountedSource>(*std::move(source), open));
            },
            [stream](FramePointer frame) { stream->take_frame(std::move(frame)); },
            [stream](const CaptureNews &news) { stream->take_news(news); },
            CaptureRules{.longest_side = longest_side});
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
    worker_.start([stream = std::exchange(current_, nullptr)] {
        std::unique_ptr<Capture> capture;
        {
            const std::lock_guard lock(stream->capture_mutex);
            capture = std::move(stream->capture);
        }
        capture.reset(); // waits for the driver
    });
}

bool LiveFeed::camera_on() const { return open_sources_->any(); }

FeedCounts LiveFeed::counts() const {
    if (current_ == nullptr)
        return {};
    FeedCounts counts;
    const std::lock_guard lock(current_->capture_mutex);
    if (current_->capture != nullptr) {
        const CaptureCounts captured = current_->capture->counts();
        counts = {captured.captured, captured.missed + captured.damaged, 0, 0};
    }
    counts.not_shown = current_->frame.dropped();
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

void LiveFeed::list(bool afresh) { lister_.ask(afresh); }

void LiveFeed::deliver(const std::shared_ptr<Stream> &stream) {
    stream->event_waits = false; // before anything is taken: what comes later has its own event
    if (stream != current_)
        return;
    if (const auto news = stream->news.try_take()) {
        if (is_over(*news))
            lookout_.forget(); // whoever looked into it
        Q_EMIT changed(*news);
    }
    if (const auto picture = stream->picture.try_take())
        Q_EMIT watched(*picture);
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
