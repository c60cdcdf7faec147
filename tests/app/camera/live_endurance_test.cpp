// A camera that is pulled out again and again, and one that runs for long: threads, descriptors and
// memory stay as they were. VITRINE_UNPLUGGED and VITRINE_SOAK_SECONDS say how often and how long.
#include "app/services/camera/live_feed.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/fakes/fake_camera.hpp"
#include "tests/fakes/fake_face_finder.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace vitrine;
using Mood = FakeCamera::Mood;

namespace {

constexpr int patience_ms = 20'000;
/// What an allocator keeps for later is no leak; a lost frame a cycle would be far more.
constexpr int spare_kb = 6'000;
constexpr int frames_per_second = 30;

struct Footprint {
    int threads = 0;
    int descriptors = 0;
    int memory_kb = 0;
};

Footprint footprint() {
    Footprint now;
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("Threads:"))
                now.threads = line.mid(8).trimmed().toInt();
            if (line.startsWith("VmRSS:"))
                now.memory_kb = line.mid(6).trimmed().split(' ').constFirst().toInt();
        }
    now.descriptors = static_cast<int>(
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System).size());
    return now;
}

int wanted(const char *name, int usually) {
    const int value = qEnvironmentVariableIntValue(name);
    return value > 0 ? value : usually;
}

} // namespace

class LiveEnduranceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();

    void a_camera_unplugged_again_and_again_leaves_nothing_behind();
    void a_page_looked_at_again_and_again_leaves_nothing_behind();
    void a_camera_that_runs_for_long_stays_as_it_is();

  private:
    void open() { feed_->open({SourceName::Kind::camera, {}}); }
    [[nodiscard]] bool answers();
    /// Fails the test where there is more than before.
    static void compare(const char *what, const Footprint &before);

    FakeCamera camera_;
    QTemporaryDir folder_;
    std::unique_ptr<InferenceThread> inference_;
    std::unique_ptr<LiveFeed> feed_;
    CaptureState state_ = CaptureState::opening;
    int readings_ = 0;
    double oldest_ms_ = 0;
};

void LiveEnduranceTest::init() {
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
    qputenv("VITRINE_MODELS", folder_.path().toUtf8());
    const auto model = folder_.filePath("colours.safetensors").toStdString();
    QVERIFY(write_model(model, tiny_model("colours", 0.01)).ok());
    camera_.set({});
    ComputeOptions options;
    options.backend = "fake";
    inference_ = std::make_unique<InferenceThread>(library_provider(options));
    inference_->open(QStringLiteral("colours"));
    feed_ = std::make_unique<LiveFeed>(
        *inference_, CameraAccess{[](bool) { return std::vector<CameraChoice>{}; },
                                  [this](const SourceName &) { return camera_.maker()(); },
                                  FakeFaceFinder::maker()});
    connect(feed_.get(), &LiveFeed::changed, this,
            [this](const CaptureNews &news) { state_ = news.state; });
    connect(feed_.get(), &LiveFeed::read, this, [this](const FeedReading &reading) {
        ++readings_;
        oldest_ms_ = std::max(oldest_ms_, reading.age_ms);
    });
    open();
    QVERIFY(answers());
}

void LiveEnduranceTest::cleanup() {
    feed_.reset();
    inference_.reset();
    QCOMPARE(camera_.open_now(), 0);
}

bool LiveEnduranceTest::answers() {
    const int before = readings_;
    return QTest::qWaitFor([this, before] { return readings_ > before + 2; }, patience_ms);
}

void LiveEnduranceTest::compare(const char *what, const Footprint &before) {
    const Footprint now = footprint();
    qInfo("%s: threads %d → %d, descriptors %d → %d, memory %d → %d KB", what, before.threads,
          now.threads, before.descriptors, now.descriptors, before.memory_kb, now.memory_kb);
    QVERIFY(now.threads <= before.threads); // fewer: idle ones have ended
    QVERIFY(now.descriptors <= before.descriptors);
    QVERIFY(now.memory_kb - before.memory_kb < spare_kb);
}

void LiveEnduranceTest::a_camera_unplugged_again_and_again_leaves_nothing_behind() {
    const int times = wanted("VITRINE_UNPLUGGED", 5);
    Footprint before;
    for (int i = 0; i <= times; ++i) {
        camera_.set_mood(Mood::gone);
        QTRY_COMPARE_WITH_TIMEOUT(state_, CaptureState::lost, patience_ms);
        QCOMPARE(camera_.open_now(), 0);
        camera_.set_mood(Mood::good);
        QTRY_COMPARE_WITH_TIMEOUT(state_, CaptureState::running, patience_ms);
        QVERIFY(answers());
        if (i == 0)
            before = footprint(); // whatever is made once is there now
    }
    compare("unplugged", before);
}

void LiveEnduranceTest::a_page_looked_at_again_and_again_leaves_nothing_behind() {
    const int times = wanted("VITRINE_UNPLUGGED", 5);
    Footprint before;
    for (int i = 0; i <= times; ++i) {
        feed_->close();
        QTRY_COMPARE_WITH_TIMEOUT(camera_.open_now(), 0, patience_ms);
        open();
        QVERIFY(answers());
        if (i == 0)
            before = footprint();
    }
    compare("opened and closed", before);
}

void LiveEnduranceTest::a_camera_that_runs_for_long_stays_as_it_is() {
    const auto frames =
        static_cast<std::uint64_t>(frames_per_second * wanted("VITRINE_SOAK_SECONDS", 3));
    const Footprint before = footprint();
    oldest_ms_ = 0;
    QTRY_VERIFY_WITH_TIMEOUT(feed_->counts().captured > frames,
                             patience_ms + 2000 * static_cast<int>(frames) / frames_per_second);
    compare("ran for long", before);
    const FeedCounts counts = feed_->counts();
    qInfo("%llu frames, %llu lost before, %llu not classified, oldest answer %.1f ms",
          static_cast<unsigned long long>(counts.captured),
          static_cast<unsigned long long>(counts.dropped_before),
          static_cast<unsigned long long>(counts.not_classified), oldest_ms_);
}

QTEST_GUILESS_MAIN(LiveEnduranceTest)
#include "live_endurance_test.moc"
