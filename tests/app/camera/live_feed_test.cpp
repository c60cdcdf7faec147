// The way from the camera to the page: newest first, nothing queues, what is dropped is counted.
#include "app/services/camera/live_feed.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/fakes/fake_camera.hpp"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;

} // namespace

class LiveFeedTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();

    void frames_and_readings_arrive();
    void a_slow_model_sees_the_newest_and_the_others_are_counted();
    void closing_lets_the_camera_go_and_ends_all_signals();
    void opening_anew_closes_what_was_open();
    void a_page_that_is_late_gets_the_newest();
    void a_model_that_fails_is_told();

  private:
    void start(const char *slow_ms = nullptr, const char *lose_after = nullptr);
    static const SourceName any_camera;

    FakeCamera camera_;
    QTemporaryDir folder_;
    std::unique_ptr<InferenceThread> inference_;
    std::unique_ptr<LiveFeed> feed_;
    FramePointer newest_;
    std::optional<FeedReading> reading_;
    int readings_ = 0;
};

const SourceName LiveFeedTest::any_camera{SourceName::Kind::camera, {}};

void LiveFeedTest::init() {
    camera_.set({});
    camera_.set_colour({255, 0, 0});
    readings_ = 0;
    reading_.reset();
}

void LiveFeedTest::cleanup() {
    feed_.reset();
    newest_.reset();
    inference_.reset();
    qunsetenv("VITRINE_FAKE_SLOW_MS");
    qunsetenv("VITRINE_FAKE_LOSE_AFTER");
    QCOMPARE(camera_.open_now(), 0);
}

void LiveFeedTest::start(const char *slow_ms, const char *lose_after) {
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
    qputenv("VITRINE_MODELS", folder_.path().toUtf8());
    if (slow_ms != nullptr)
        qputenv("VITRINE_FAKE_SLOW_MS", slow_ms);
    if (lose_after != nullptr)
        qputenv("VITRINE_FAKE_LOSE_AFTER", lose_after);
    const auto model = folder_.filePath("colours.safetensors").toStdString();
    QVERIFY(write_model(model, tiny_model("colours", 0.01)).ok());
    ComputeOptions options;
    options.backend = "fake";
    inference_ = std::make_unique<InferenceThread>(library_provider(options));
    inference_->open(QStringLiteral("colours"));
    feed_ = std::make_unique<LiveFeed>(
        *inference_, CameraAccess{[] { return std::vector<CameraChoice>{}; },
                                  [this](const SourceName &) { return camera_.maker()(); }});
    connect(feed_.get(), &LiveFeed::framed, this,
            [this](const FramePointer &frame) { newest_ = frame; });
    connect(feed_.get(), &LiveFeed::read, this, [this](const FeedReading &reading) {
        reading_ = reading;
        ++readings_;
    });
    feed_->open(any_camera);
}

void LiveFeedTest::frames_and_readings_arrive() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 3, patience_ms);
    QVERIFY(read_stamp(*newest_));
    QCOMPARE(read_stamp(*newest_)->number, newest_->number);
    QCOMPARE(reading_->reading.shown.headline.en, std::string("red"));
    QCOMPARE(reading_->model->manifest.name, std::string("colours"));
}

void LiveFeedTest::a_slow_model_sees_the_newest_and_the_others_are_counted() {
    start("200");
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 5, patience_ms);
    const FeedCounts counts = feed_->counts();
    QVERIFY(counts.not_classified > static_cast<std::uint64_t>(readings_));
    // A queue would have made it older with every frame.
    QVERIFY2(reading_->age_ms < 1500, qPrintable(QString::number(reading_->age_ms)));
}

void LiveFeedTest::closing_lets_the_camera_go_and_ends_all_signals() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QSignalSpy closed(feed_.get(), &LiveFeed::closed);
    feed_->close();
    const int before = readings_;
    QVERIFY(!feed_->is_open());
    QVERIFY(closed.wait(patience_ms));
    QCOMPARE(camera_.open_now(), 0);
    QCOMPARE(readings_, before);
}

void LiveFeedTest::opening_anew_closes_what_was_open() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    feed_->open(any_camera);
    readings_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QCOMPARE(camera_.open_now(), 1);
}

void LiveFeedTest::a_page_that_is_late_gets_the_newest() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    const std::uint64_t captured = feed_->counts().captured;
    int frames = 0;
    connect(feed_.get(), &LiveFeed::framed, this, [&frames](const FramePointer &) { ++frames; });
    // Nothing is handled here while twenty frames come.
    while (feed_->counts().captured < captured + 20)
        std::this_thread::yield();
    QCoreApplication::processEvents();
    QVERIFY2(frames <= 2, qPrintable(QString::number(frames)));
    QVERIFY(newest_->number + 3 >= captured + 20);
}

void LiveFeedTest::a_model_that_fails_is_told() {
    start(nullptr, "2");
    QSignalSpy failed(feed_.get(), &LiveFeed::failed);
    QVERIFY(failed.wait(patience_ms));
    QCOMPARE(failed.at(0).at(0).value<Error>().code, std::string("device_lost"));
}

QTEST_GUILESS_MAIN(LiveFeedTest)
#include "live_feed_test.moc"
