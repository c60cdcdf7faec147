// A disk that does not answer: what lies elsewhere is read all the same, and the program can end.
#include "app/services/files/picture_run.hpp"
#include "app/services/picture_reader.hpp"

#include <QImage>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

namespace {

using namespace std::chrono_literals;

constexpr int patience_ms = 20'000;
constexpr auto impatient = 300ms; // which a good file on a busy machine keeps within

ModelProvider no_provider() {
    return {[] { return std::vector<ModelChoice>{}; },
            [](const QString &) -> Result<OpenSession> {
                return Error{"no_models", {}};
            },
            [](const ModelSession &) { return OpenedModel{}; }};
}

} // namespace

class SilentDiskTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup() { disk_->release(1000); }

    void a_picture_that_never_comes_is_a_sentence();
    void the_next_picture_is_read();
    void nobody_hears_of_one_that_is_not_wanted_any_more();
    void its_thumbnails_hold_up_no_picture();
    void threads_left_behind_are_bounded_and_come_back();
    void a_run_passes_over_it();
    void a_run_that_waits_for_it_ends_with_the_program();

  private:
    /// Whatever is called silent waits until the disk is released, once each.
    [[nodiscard]] ReadImage read() const {
        return [disk = disk_](const std::filesystem::path &path, const DecodeLimits &limits) {
            if (path.filename() == "silent.png")
                disk->acquire();
            return read_whole_image(path, limits);
        };
    }
    [[nodiscard]] ReadAndFit read_and_fit_slowly() const {
        return [disk = disk_](const std::filesystem::path &path, const InputRule &rule,
                              const DecodeLimits &limits) {
            if (path.filename() == "silent.png")
                disk->acquire();
            return read_and_fit(path, rule, limits);
        };
    }
    [[nodiscard]] QString path(const char *name) const { return folder_->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<QSemaphore> disk_;
};

void SilentDiskTest::init() {
    disk_ = std::make_shared<QSemaphore>();
    folder_ = std::make_unique<QTemporaryDir>();
    QImage image(32, 24, QImage::Format_RGB32);
    image.fill(Qt::red);
    for (const char *name : {"silent.png", "good.png"})
        QVERIFY(image.save(path(name)));
}

void SilentDiskTest::a_picture_that_never_comes_is_a_sentence() {
    PictureReader reader(read(), impatient);
    QSignalSpy failed(&reader, &PictureReader::read_failed);
    reader.read(1, path("silent.png"));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience_ms);
    QCOMPARE(failed[0][0].toULongLong(), 1U);
    QCOMPARE(failed[0][1].value<Error>().code, std::string("too_slow"));
} // and the reader ends

void SilentDiskTest::the_next_picture_is_read() {
    PictureReader reader(read(), impatient);
    const QSignalSpy done(&reader, &PictureReader::read_done);
    const QSignalSpy failed(&reader, &PictureReader::read_failed);
    reader.read(1, path("silent.png"));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience_ms);
    reader.read(2, path("good.png"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience_ms);
    QCOMPARE(done[0][0].toULongLong(), 2U);
}

void SilentDiskTest::nobody_hears_of_one_that_is_not_wanted_any_more() {
    PictureReader reader(read(), impatient);
    const QSignalSpy done(&reader, &PictureReader::read_done);
    const QSignalSpy failed(&reader, &PictureReader::read_failed);
    reader.read(1, path("silent.png"));
    reader.read(2, path("good.png"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience_ms);
    disk_->release();
    reader.read(3, path("good.png"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, patience_ms);
    QCOMPARE(done[1][0].toULongLong(), 3U);
    QCOMPARE(failed.count(), 0);
}

void SilentDiskTest::its_thumbnails_hold_up_no_picture() {
    PictureReader reader(read(), impatient);
    const QSignalSpy done(&reader, &PictureReader::read_done);
    const QSignalSpy small(&reader, &PictureReader::thumbnail_done);
    reader.read_thumbnail(1, 0, path("silent.png"), 16);
    reader.read_thumbnail(1, 1, path("good.png"), 16);
    reader.read(1, path("good.png"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(small.count(), 1, patience_ms);
    QCOMPARE(small[0][1].toInt(), 1);
}

void SilentDiskTest::threads_left_behind_are_bounded_and_come_back() {
    PictureReader reader(read(), impatient);
    const QSignalSpy done(&reader, &PictureReader::read_done);
    QSignalSpy failed(&reader, &PictureReader::read_failed);
    const int tries = PictureReader::most_left_behind + 3;
    for (int i = 1; i <= tries; ++i) {
        reader.read(quint64(i), path("silent.png"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), i, patience_ms);
    }
    disk_->release(tries);
    reader.read(1000, path("good.png"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience_ms);
    QCOMPARE(failed.count(), tries);
}

void SilentDiskTest::a_run_passes_over_it() {
    InferenceThread inference(no_provider());
    PictureRun run(inference);
    run.set_reading(read_and_fit_slowly(), impatient);
    std::vector<RunResult> results;
    connect(&run, &PictureRun::advanced, this, [&](const std::vector<RunResult> &more) {
        results.insert(results.end(), more.begin(), more.end());
    });
    const QSignalSpy ended(&run, &PictureRun::ended);
    run.start({path("silent.png").toStdString(), path("vanished.png").toStdString()}, {});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, patience_ms);
    QCOMPARE(results.size(), std::size_t(2));
    QCOMPARE(results[0].error->code, std::string("too_slow"));
    QCOMPARE(results[1].error->code, std::string("vanished"));
}

void SilentDiskTest::a_run_that_waits_for_it_ends_with_the_program() {
    InferenceThread inference(no_provider());
    PictureRun run(inference);
    run.set_reading(read_and_fit_slowly(), std::chrono::milliseconds(patience_ms));
    const QSignalSpy listed(&run, &PictureRun::listed);
    run.start({path("silent.png").toStdString()}, {});
    QTRY_COMPARE_WITH_TIMEOUT(listed.count(), 1, patience_ms);
    run.cancel();
    QVERIFY(!run.running());
    run.start({path("silent.png").toStdString()}, {}); // still under way at the end
    QTRY_COMPARE_WITH_TIMEOUT(listed.count(), 2, patience_ms);
}

QTEST_GUILESS_MAIN(SilentDiskTest)
#include "silent_disk_test.moc"
