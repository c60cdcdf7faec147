// Each way in which a camera can be bad: what is said, how soon, and how soon it is well again.
// What was measured is printed as a table.
#include "tests/app/camera/camera_stage.hpp"

#include <QElapsedTimer>
#include <QTest>

using namespace vitrine;
using Mood = FakeCamera::Mood;

namespace {

constexpr int noticed_within_ms = 2000, back_within_ms = 5000;

} // namespace

class CameraMannersTest : public CameraStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void cleanupTestCase();

    void a_bad_camera_is_said_and_comes_back_data();
    void a_bad_camera_is_said_and_comes_back();
    void a_silent_camera_is_said_in_the_same_words_all_along();
    void what_keeps_a_camera_from_opening_is_said_all_along_data();
    void what_keeps_a_camera_from_opening_is_said_all_along();

  private:
    /// What is told in place of the picture, or over it.
    [[nodiscard]] QString complaint();

    QStringList table_;
};

void CameraMannersTest::cleanupTestCase() {
    qInfo("| camera | said | noticed after | back after |");
    qInfo("| --- | --- | --- | --- |");
    for (const QString &row : table_)
        qInfo("%s", qPrintable(row));
}

QString CameraMannersTest::complaint() {
    const QString problem = text_of("cameraProblem");
    return !problem.isEmpty() ? problem : page().warned() ? text_of("cameraHint") : QString();
}

void CameraMannersTest::a_bad_camera_is_said_and_comes_back_data() {
    QTest::addColumn<int>("mood");
    QTest::addColumn<bool>("from_the_start"); // else in use
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, Mood mood, bool from_the_start, const char *words) {
        QTest::newRow(name) << static_cast<int>(mood) << from_the_start << QString(words);
    };
    row("none is there", Mood::absent, true, "No camera found");
    row("used by another program", Mood::busy, true, "Another program");
    row("not permitted", Mood::denied, true, "may not be used");
    row("opens and sends nothing", Mood::stalled, true, "has a problem");
    row("opens and sends rubbish", Mood::rubbish, true, "has a problem");
    row("unplugged", Mood::gone, false, "unplugged");
    row("stops sending", Mood::stalled, false, "No pictures are coming");
    row("begins to send rubbish", Mood::rubbish, false, "No pictures are coming");
    row("hangs in its driver", Mood::hangs, false, "No pictures are coming");
    row("black", Mood::black, false, "is black");
    row("far too dark", Mood::dark, false, "Too dark");
    row("blurred", Mood::blurred, false, "blurred");
    row("frozen", Mood::frozen, false, "stands still");
}

void CameraMannersTest::a_bad_camera_is_said_and_comes_back() {
    QFETCH(int, mood);
    QFETCH(bool, from_the_start);
    QFETCH(QString, words);
    if (from_the_start) {
        camera_->set_mood(static_cast<Mood>(mood));
        open();
    } else {
        look();
        camera_->set_mood(static_cast<Mood>(mood));
    }
    QElapsedTimer time;
    time.start();
    if (from_the_start)
        touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(complaint().contains(words), patience_ms);
    const qint64 noticed_ms = time.elapsed();
    const QString said_then = complaint();
    QCOMPARE(item("livePicture") == nullptr, !text_of("cameraProblem").isEmpty());
    QVERIFY(item("mainAction")->isEnabled() == (item("livePicture") != nullptr));
    camera_->set_mood(Mood::good);
    time.restart();
    QTRY_VERIFY_WITH_TIMEOUT(complaint().isEmpty() && said() == "Red", patience_ms);
    const qint64 back_ms = time.elapsed();
    table_ << QStringLiteral("| %1 | %2 | %3 s | %4 s |")
                  .arg(QString::fromUtf8(QTest::currentDataTag()), said_then)
                  .arg(static_cast<double>(noticed_ms) / 1000, 0, 'f', 1)
                  .arg(static_cast<double>(back_ms) / 1000, 0, 'f', 1);
    QVERIFY2(noticed_ms <= noticed_within_ms, qPrintable(QString::number(noticed_ms)));
    QVERIFY2(back_ms <= back_within_ms, qPrintable(QString::number(back_ms)));
}

void CameraMannersTest::a_silent_camera_is_said_in_the_same_words_all_along() {
    camera_->set_mood(Mood::stalled);
    open();
    QStringList course;
    connect(&page(), &CameraPage::texts_changed, this, [&] {
        if (course.isEmpty() || course.last() != page().problem())
            course << page().problem();
    });
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(camera_->opened() >= 3, patience_ms); // closed and opened again
    page().disconnect(this);
    QVERIFY2(course.size() == 2 && course.first().isEmpty(), qPrintable(course.join(" / ")));
    QVERIFY(page().camera_on()); // and people are to know
}

void CameraMannersTest::what_keeps_a_camera_from_opening_is_said_all_along_data() {
    QTest::addColumn<int>("mood");
    QTest::addColumn<bool>("from_the_start"); // else in use
    QTest::addColumn<QString>("words");
    QTest::newRow("none is there") << static_cast<int>(Mood::absent) << true << "No camera found";
    QTest::newRow("busy") << static_cast<int>(Mood::busy) << true << "Another program";
    QTest::newRow("not permitted") << static_cast<int>(Mood::denied) << true << "may not be used";
    QTest::newRow("unplugged") << static_cast<int>(Mood::gone) << false << "unplugged";
}

void CameraMannersTest::what_keeps_a_camera_from_opening_is_said_all_along() {
    QFETCH(int, mood);
    QFETCH(bool, from_the_start);
    QFETCH(QString, words);
    if (from_the_start) {
        camera_->set_mood(static_cast<Mood>(mood));
        open();
        touch("cameraTab");
    } else {
        look();
        camera_->set_mood(static_cast<Mood>(mood));
    }
    QTRY_VERIFY_WITH_TIMEOUT(page().problem().contains(words), patience_ms);
    QStringList course{page().problem()};
    connect(&page(), &CameraPage::texts_changed, this, [&] {
        if (course.last() != page().problem())
            course << page().problem();
    });
    // One a second, so that this is longer than any opening takes.
    constexpr int tries = 7;
    int lost = 0;
    connect(&page().feed(), &LiveFeed::changed, this,
            [&](const CaptureNews &news) { lost += news.state == CaptureState::lost ? 1 : 0; });
    QTRY_VERIFY_WITH_TIMEOUT(lost >= tries, patience_ms);
    page().feed().disconnect(this);
    page().disconnect(this);
    QVERIFY2(course.size() == 1, qPrintable(course.join(" / ")));
}

QTEST_MAIN(CameraMannersTest)
#include "camera_manners_test.moc"
