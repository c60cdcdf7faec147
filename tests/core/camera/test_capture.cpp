// The capture thread, with a camera that does what cameras do.
#include "core/camera/capture.hpp"
#include "core/camera/latest.hpp"
#include "core/camera/shrink_frame.hpp"
#include "tests/fakes/fake_camera.hpp"

#include <QtTest>

#include <latch>

using namespace vitrine;
using Mood = FakeCamera::Mood;

namespace {

/// What a capture told, for the test's thread.
class Ear {
  public:
    void hear(std::shared_ptr<const Frame> frame) {
        const std::lock_guard lock(mutex_);
        ++frames_;
        last_ = std::move(frame);
    }
    void hear(const CaptureNews &news) {
        const std::lock_guard lock(mutex_);
        news_.push_back(news);
    }
    int frames() const {
        const std::lock_guard lock(mutex_);
        return frames_;
    }
    std::shared_ptr<const Frame> last() const {
        const std::lock_guard lock(mutex_);
        return last_;
    }
    std::vector<CaptureNews> news() const {
        const std::lock_guard lock(mutex_);
        return news_;
    }
    CaptureState state() const {
        const std::lock_guard lock(mutex_);
        return news_.empty() ? CaptureState::opening : news_.back().state;
    }

  private:
    mutable std::mutex mutex_;
    int frames_ = 0;
    std::shared_ptr<const Frame> last_;
    std::vector<CaptureNews> news_;
};

std::unique_ptr<Capture> capture(FakeCamera &camera, Ear &ear, CaptureRules rules = {}) {
    rules.between_tries = std::chrono::milliseconds(20);
    rules.farewell = std::chrono::seconds(20); // the camera goes with its test: none is left behind
    return std::make_unique<Capture>(
        camera.maker(), [&ear](std::shared_ptr<const Frame> frame) { ear.hear(std::move(frame)); },
        [&ear](const CaptureNews &news) { ear.hear(news); }, rules);
}

/// Hangs in next(), as a library does that waits for a network.
class HangingSource final : public FrameSource {
  public:
    HangingSource(std::latch &reached, std::latch &let_go, std::latch &closed)
        : reached_(reached), let_go_(let_go), closed_(closed) {}
    ~HangingSource() override { closed_.count_down(); }

    Result<SourceFacts> open() override { return SourceFacts{}; }
    Result<Next> next(Frame &frame, const std::stop_token &) override {
        reached_.count_down();
        let_go_.wait();
        frame.set_size(8, 8);
        return Next::frame;
    }
    void close() noexcept override {}

  private:
    std::latch &reached_, &let_go_, &closed_;
};

} // namespace

class TestCapture : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void frames_come_in_order_with_their_times() {
        FakeCamera camera;
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_VERIFY(ear.frames() >= 5);
        const auto frame = ear.last();
        const auto stamp = read_stamp(*frame);
        QVERIFY(stamp);
        QCOMPARE(stamp->number, frame->number);
        QCOMPARE(std::chrono::duration_cast<std::chrono::microseconds>(
                     frame->captured.time_since_epoch())
                     .count(),
                 stamp->microseconds);
        QCOMPARE(ear.news().at(0).state, CaptureState::opening);
        QCOMPARE(ear.news().at(1).state, CaptureState::running);
        QCOMPARE(ear.news().at(1).facts.name, std::string("Fake camera"));
    }

    void the_source_is_closed_when_the_capture_ends() {
        FakeCamera camera;
        Ear ear;
        auto reader = capture(camera, ear);
        QTRY_COMPARE(camera.open_now(), 1);
        reader.reset();
        QCOMPARE(camera.open_now(), 0);
    }

    void a_source_that_hangs_is_left_behind() {
        std::latch reached(1), let_go(1), closed(1);
        Ear ear;
        {
            CaptureRules rules;
            rules.farewell = std::chrono::milliseconds(20);
            const Capture reader(
                [&]() -> Result<std::unique_ptr<FrameSource>> {
                    return std::unique_ptr<FrameSource>(
                        std::make_unique<HangingSource>(reached, let_go, closed));
                },
                [&ear](std::shared_ptr<const Frame> frame) { ear.hear(std::move(frame)); },
                [&ear](const CaptureNews &news) { ear.hear(news); }, rules);
            reached.wait();
        } // comes back while the source still hangs
        const std::size_t told = ear.news().size();
        QVERIFY(!closed.try_wait());
        let_go.count_down();
        closed.wait();
        QCOMPARE(ear.frames(), 0); // nothing is heard of it any more
        QCOMPARE(ear.news().size(), told);
    }

    void a_camera_that_goes_comes_back() {
        FakeCamera camera;
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_VERIFY(ear.frames() >= 1);
        camera.set_mood(Mood::gone);
        QTRY_COMPARE(ear.state(), CaptureState::lost);
        QCOMPARE(ear.news().back().reason.code, std::string("camera_gone"));
        const int before = ear.frames();
        camera.set_mood(Mood::good);
        QTRY_VERIFY(ear.frames() > before + 1);
        QCOMPARE(ear.state(), CaptureState::running);
    }

    void a_busy_camera_is_waited_for() {
        FakeCamera camera;
        camera.set_mood(Mood::busy);
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_COMPARE(ear.state(), CaptureState::lost);
        QCOMPARE(ear.news().back().reason.code, std::string("camera_busy"));
        camera.set_mood(Mood::good);
        QTRY_VERIFY(ear.frames() >= 1);
    }

    void what_need_not_come_back_ends_with_its_reason() {
        FakeCamera camera;
        camera.set_mood(Mood::busy);
        Ear ear;
        const auto reader = capture(camera, ear, {.comes_back = false});
        QTRY_COMPARE(ear.state(), CaptureState::ended);
        QCOMPARE(ear.news().back().reason.code, std::string("camera_busy"));
    }

    void the_natural_end_has_no_reason() {
        FakeCamera camera;
        camera.set_mood(Mood::ended);
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_COMPARE(ear.state(), CaptureState::ended);
        QCOMPARE(ear.news().back().reason.code, std::string());
    }

    void a_camera_that_stalls_is_opened_again() {
        FakeCamera camera;
        Ear ear;
        const auto reader = capture(camera, ear, {.stall = std::chrono::milliseconds(100)});
        QTRY_VERIFY(ear.frames() >= 1);
        camera.set_mood(Mood::stalled);
        QTRY_VERIFY(camera.opened() >= 2);
        camera.set_mood(Mood::good);
        const int before = ear.frames();
        QTRY_VERIFY(ear.frames() > before);
    }

    void rubbish_is_counted() {
        FakeCamera camera;
        camera.set_mood(Mood::rubbish);
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_VERIFY(reader->counts().damaged >= 3);
        QCOMPARE(reader->counts().captured, std::uint64_t{0});
        camera.set_mood(Mood::good);
        QTRY_VERIFY(reader->counts().captured >= 1);
    }

    void with_all_buffers_in_use_frames_are_missed_and_counted() {
        FakeCamera camera;
        std::mutex mutex;
        std::vector<std::shared_ptr<const Frame>> kept;
        CaptureRules rules;
        rules.buffers = 3;
        Capture reader(
            camera.maker(),
            [&](std::shared_ptr<const Frame> frame) {
                const std::lock_guard lock(mutex);
                kept.push_back(std::move(frame));
            },
            [](const CaptureNews &) {}, rules);
        QTRY_VERIFY(reader.counts().missed >= 3);
        QCOMPARE(reader.counts().captured, std::uint64_t{3});
        {
            const std::lock_guard lock(mutex);
            kept.clear();
        }
        QTRY_VERIFY(reader.counts().captured > 3);
    }

    void frames_may_change_their_size() {
        FakeCamera camera;
        Ear ear;
        const auto reader = capture(camera, ear);
        QTRY_VERIFY(ear.frames() >= 1);
        camera.set_size(1, 1);
        QTRY_COMPARE(ear.last()->width, 1);
        camera.set_size(3840, 2160);
        QTRY_COMPARE(ear.last()->width, 3840);
        QVERIFY(read_stamp(*ear.last()));
    }

    void what_no_screen_shows_is_shrunk() {
        FakeCamera camera;
        camera.set_size(3840, 2160);
        camera.set_colour({200, 100, 50});
        Ear ear;
        const auto reader = capture(camera, ear, {.longest_side = 1920});
        QTRY_VERIFY(ear.frames() >= 1);
        const auto frame = ear.last();
        QCOMPARE(frame->width, 1920);
        QCOMPARE(frame->height, 1080);
        const std::uint8_t *last = frame->row(1079) + 4 * 1919;
        QVERIFY(last[0] == 200 && last[1] == 100 && last[2] == 50 && last[3] == 255);
        camera.set_size(1920, 1080);
        QTRY_VERIFY(read_stamp(*ear.last())); // as it came
    }

    void shrinking_takes_the_mean_of_what_a_pixel_covers() {
        Frame frame;
        frame.set_size(7, 3); // to a third: two pixels, and one column left over
        for (int i = 0; i < 7 * 3; ++i)
            for (int k = 0; k < 4; ++k)
                frame.pixels[static_cast<std::size_t>(4 * i + k)] =
                    static_cast<std::uint8_t>(k == 3 ? 255 : 10 * (i % 7) + k);
        shrink_frame(frame, 3);
        QCOMPARE(frame.width, 2);
        QCOMPARE(frame.height, 1);
        QCOMPARE(frame.pixels, (std::vector<std::uint8_t>{10, 11, 12, 255, 40, 41, 42, 255}));
        shrink_frame(frame, 1); // and a row
        QCOMPARE(frame.pixels, (std::vector<std::uint8_t>{25, 26, 27, 255}));
    }
};

QTEST_GUILESS_MAIN(TestCapture)
#include "test_capture.moc"
