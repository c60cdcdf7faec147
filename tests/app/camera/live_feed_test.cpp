// The way from the camera to the page: newest first, nothing queues, what is dropped is counted.
#include "app/services/camera/live_feed.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/fakes/fake_camera.hpp"
#include "tests/fakes/fake_face_finder.hpp"

#include <QFileInfo>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <latch>
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
    void of_a_hundred_that_were_asked_for_in_a_row_few_are_opened();
    void the_camera_is_on_until_it_is_closed_in_truth();
    void a_list_that_takes_long_holds_nobody_up();
    void a_reader_of_our_own_that_hangs_is_no_other_program();
    void no_frame_is_shown_that_came_with_the_loss();
    void a_black_picture_is_noticed_while_the_model_computes();
    void a_page_that_is_late_gets_the_newest();
    void a_model_that_fails_is_told();
    void a_face_is_told_when_it_comes_and_goes();
    void a_face_is_gone_when_nothing_more_is_seen();
    void after_the_camera_was_lost_a_face_is_told_anew();
    void what_was_seen_of_one_source_is_forgotten_with_it();
    void without_a_finder_no_face_is_ever_seen();
    void a_rival_answers_the_frames_of_the_first();
    void a_rival_that_does_not_open_says_why();
    void the_picture_goes_on_while_a_rival_is_slow();

  private:
    void start(const char *slow_ms = nullptr, const char *lose_after = nullptr,
               FaceFinderMaker faces = FakeFaceFinder::maker());
    [[nodiscard]] ModelProvider provider() const;
    static const SourceName any_camera;

    FakeCamera camera_;
    CameraList list_;
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
    list_ = [](bool) { return std::vector<CameraChoice>{}; };
}

void LiveFeedTest::cleanup() {
    feed_.reset();
    newest_.reset();
    inference_.reset();
    qunsetenv("VITRINE_FAKE_SLOW_MS");
    qunsetenv("VITRINE_FAKE_LOSE_AFTER");
    QCOMPARE(camera_.open_now(), 0);
}

ModelProvider LiveFeedTest::provider() const {
    ComputeOptions options;
    options.backend = "fake";
    return library_provider(options);
}

void LiveFeedTest::start(const char *slow_ms, const char *lose_after, FaceFinderMaker faces) {
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
    qputenv("VITRINE_MODELS", folder_.path().toUtf8());
    if (slow_ms != nullptr)
        qputenv("VITRINE_FAKE_SLOW_MS", slow_ms);
    if (lose_after != nullptr)
        qputenv("VITRINE_FAKE_LOSE_AFTER", lose_after);
    const auto model = folder_.filePath("colours.safetensors").toStdString();
    QVERIFY(write_model(model, tiny_model("colours", 0.01)).ok());
    inference_ = std::make_unique<InferenceThread>(provider());
    inference_->open(QStringLiteral("colours"));
    feed_ = std::make_unique<LiveFeed>(
        *inference_, CameraAccess{list_, [this](const SourceName &) { return camera_.maker()(); },
                                  std::move(faces)});
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

void LiveFeedTest::of_a_hundred_that_were_asked_for_in_a_row_few_are_opened() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    const int opened = camera_.opened();
    for (int i = 0; i < 100; ++i)
        feed_->open(any_camera);
    readings_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 2, patience_ms);
    // Three at most, but for those that come through while others have this thread's processor.
    QVERIFY2(camera_.opened() - opened <= 40, qPrintable(QString::number(camera_.opened())));
    QCOMPARE(camera_.open_now(), 1);
}

void LiveFeedTest::the_camera_is_on_until_it_is_closed_in_truth() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QVERIFY(feed_->camera_on());
    camera_.set_mood(FakeCamera::Mood::hangs);
    QTRY_VERIFY_WITH_TIMEOUT(camera_.hangs_now(), patience_ms);
    QSignalSpy closed(feed_.get(), &LiveFeed::closed);
    QSignalSpy news(feed_.get(), &LiveFeed::changed);
    feed_->open(any_camera); // comes after the first was left to its thread
    QVERIFY(news.wait(patience_ms));
    feed_->close();
    QVERIFY(feed_->camera_on());
    QVERIFY(closed.isEmpty());
    camera_.set_mood(FakeCamera::Mood::good);
    QVERIFY(closed.wait(patience_ms));
    QTRY_VERIFY_WITH_TIMEOUT(!feed_->camera_on(), patience_ms);
    QCOMPARE(camera_.open_now(), 0);
}

void LiveFeedTest::a_list_that_takes_long_holds_nobody_up() {
    const auto reached = std::make_shared<std::latch>(1), let_go = std::make_shared<std::latch>(1);
    list_ = [reached, let_go](bool) {
        reached->count_down();
        let_go->wait();
        return std::vector<CameraChoice>{};
    };
    const auto at_last = qScopeGuard([let_go] { let_go->count_down(); });
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    feed_->list(true);
    reached->wait();
    QSignalSpy closed(feed_.get(), &LiveFeed::closed);
    feed_->close();
    QVERIFY(closed.wait(patience_ms));
    feed_->open(any_camera);
    readings_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    feed_.reset(); // comes back while the list is still being made
    QVERIFY(!let_go->try_wait());
}

void LiveFeedTest::a_reader_of_our_own_that_hangs_is_no_other_program() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QSignalSpy news(feed_.get(), &LiveFeed::changed);
    camera_.set_mood(FakeCamera::Mood::hangs);
    QTRY_VERIFY_WITH_TIMEOUT(camera_.hangs_now(), patience_ms);
    feed_->open(any_camera);
    QVERIFY(QTest::qWaitFor(
        [&news] {
            return !news.isEmpty() &&
                   news.last().at(0).value<CaptureNews>().state == CaptureState::lost;
        },
        patience_ms));
    QCOMPARE(news.last().at(0).value<CaptureNews>().reason.code, std::string("camera_failed"));
    camera_.set_mood(FakeCamera::Mood::good); // and when it has ended, the new one begins
    readings_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QCOMPARE(camera_.open_now(), 1);
}

void LiveFeedTest::no_frame_is_shown_that_came_with_the_loss() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 1, patience_ms);
    QString course;
    connect(feed_.get(), &LiveFeed::framed, this, [&course] { course += 'f'; });
    connect(feed_.get(), &LiveFeed::changed, this, [&course](const CaptureNews &news) {
        course += news.state == CaptureState::lost ? 'l' : 'o';
    });
    camera_.set_mood(FakeCamera::Mood::gone);
    // A frame and the loss, and nothing is handled here meanwhile.
    while (camera_.open_now() > 0)
        std::this_thread::yield();
    QTRY_VERIFY_WITH_TIMEOUT(course.contains('l'), patience_ms);
    QCoreApplication::processEvents();
    QVERIFY2(course.endsWith('l'), qPrintable(course));
}

void LiveFeedTest::a_black_picture_is_noticed_while_the_model_computes() {
    start("4000");
    PictureNews told;
    connect(feed_.get(), &LiveFeed::watched, this,
            [&told](const PictureNews &news) { told = news; });
    QTRY_VERIFY_WITH_TIMEOUT(newest_ != nullptr, patience_ms);
    camera_.set_mood(FakeCamera::Mood::black);
    QTRY_VERIFY_WITH_TIMEOUT(told.black, patience_ms);
    QCOMPARE(told.state, PictureState::good); // not yet worth a word
    QTRY_COMPARE_WITH_TIMEOUT(told.state, PictureState::black, patience_ms);
    QVERIFY(readings_ <= 1);
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

void LiveFeedTest::a_face_is_told_when_it_comes_and_goes() {
    start();
    QSignalSpy faces(feed_.get(), &LiveFeed::face_changed);
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 3, patience_ms);
    QVERIFY(faces.isEmpty());
    camera_.set_colour(FakeFaceFinder::face);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 1, patience_ms);
    QCOMPARE(faces.at(0).at(0).toBool(), true);
    camera_.set_colour({255, 0, 0});
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 2, patience_ms);
    QCOMPARE(faces.at(1).at(0).toBool(), false);
}

void LiveFeedTest::a_face_is_gone_when_nothing_more_is_seen() {
    start();
    QSignalSpy faces(feed_.get(), &LiveFeed::face_changed);
    camera_.set_colour(FakeFaceFinder::face);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 1, patience_ms);
    camera_.set_mood(FakeCamera::Mood::hangs); // so that nobody can look
    QTRY_VERIFY_WITH_TIMEOUT(camera_.hangs_now(), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 2, patience_ms);
    QCOMPARE(faces.at(1).at(0).toBool(), false);
    camera_.set_mood(FakeCamera::Mood::good);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 3, patience_ms);
    QCOMPARE(faces.at(2).at(0).toBool(), true);
}

void LiveFeedTest::after_the_camera_was_lost_a_face_is_told_anew() {
    start();
    QSignalSpy faces(feed_.get(), &LiveFeed::face_changed);
    camera_.set_colour(FakeFaceFinder::face);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 1, patience_ms);
    camera_.set_mood(FakeCamera::Mood::gone);
    QTRY_COMPARE_WITH_TIMEOUT(camera_.open_now(), 0, patience_ms);
    camera_.set_mood(FakeCamera::Mood::good);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 2, patience_ms);
    QCOMPARE(faces.at(1).at(0).toBool(), true);
}

void LiveFeedTest::what_was_seen_of_one_source_is_forgotten_with_it() {
    start();
    QSignalSpy faces(feed_.get(), &LiveFeed::face_changed);
    camera_.set_colour(FakeFaceFinder::face);
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 1, patience_ms);
    feed_->open(any_camera); // and there it is told anew
    QTRY_COMPARE_WITH_TIMEOUT(faces.size(), 2, patience_ms);
    QCOMPARE(faces.at(1).at(0).toBool(), true);
}

void LiveFeedTest::without_a_finder_no_face_is_ever_seen() {
    start(nullptr, nullptr, [] {
        return Result<std::unique_ptr<FaceFinder>>(Error{"no_face_finder", {"none"}});
    });
    QSignalSpy faces(feed_.get(), &LiveFeed::face_changed);
    camera_.set_colour(FakeFaceFinder::face);
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 30, patience_ms);
    QVERIFY(faces.isEmpty());
}

void LiveFeedTest::a_rival_answers_the_frames_of_the_first() {
    start();
    const auto other = folder_.filePath("other.safetensors").toStdString();
    QVERIFY(write_model(other, tiny_model("other", 5.0)).ok());
    int of_the_same_frame = 0;
    connect(feed_.get(), &LiveFeed::rival_read, this, [&](const RivalReading &rival) {
        QVERIFY(!rival.problem);
        QCOMPARE(rival.model->manifest.name, std::string("other"));
        of_the_same_frame += reading_ && rival.reading.number == reading_->reading.number ? 1 : 0;
    });
    feed_->set_rival(std::make_shared<Rival>(provider(), QStringLiteral("other")));
    QTRY_VERIFY_WITH_TIMEOUT(of_the_same_frame >= 3, patience_ms);
    feed_->set_rival(nullptr);
    QSignalSpy rivals(feed_.get(), &LiveFeed::rival_read);
    readings_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 5, patience_ms);
    QVERIFY(rivals.size() <= 1); // one that was on its way
}

void LiveFeedTest::a_rival_that_does_not_open_says_why() {
    start();
    std::string code;
    connect(feed_.get(), &LiveFeed::rival_read, this, [&code](const RivalReading &rival) {
        code = rival.problem ? rival.problem->code : "none";
    });
    feed_->set_rival(std::make_shared<Rival>(provider(), QStringLiteral("nobody")));
    QTRY_COMPARE_WITH_TIMEOUT(code, std::string("no_such_model"), patience_ms);
    readings_ = 0; // the first goes on
    QTRY_VERIFY_WITH_TIMEOUT(readings_ >= 3, patience_ms);
}

void LiveFeedTest::the_picture_goes_on_while_a_rival_is_slow() {
    start("100"); // each answer, so that both take 200 ms a frame
    int frames = 0, rivals = 0;
    connect(feed_.get(), &LiveFeed::framed, this, [&](const FramePointer &) { ++frames; });
    connect(feed_.get(), &LiveFeed::rival_read, this, [&](const RivalReading &) { ++rivals; });
    feed_->set_rival(std::make_shared<Rival>(provider(), QStringLiteral("colours")));
    QTRY_VERIFY_WITH_TIMEOUT(rivals >= 1, patience_ms);
    frames = rivals = 0;
    QTRY_VERIFY_WITH_TIMEOUT(rivals >= 5, patience_ms);
    QVERIFY2(frames >= 3 * rivals, qPrintable(QStringLiteral("%1, %2").arg(frames).arg(rivals)));
    QVERIFY(reading_->elapsed_ms >= 100);
}

QTEST_GUILESS_MAIN(LiveFeedTest)
#include "live_feed_test.moc"
