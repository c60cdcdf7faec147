// What the Camera page says and does beside its answer: faces, films, keeping, racing, visits.
#include "app/services/session_facts.hpp"
#include "backends/catalog/catalog.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/camera/camera_stage.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

namespace {

const QString other_model = QStringLiteral("Colours · 3 kinds");

} // namespace

class CameraWordsTest : public CameraStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void a_face_gets_a_sentence_and_no_label();
    void a_face_is_told_again_when_the_camera_is_back();
    void an_answer_that_grew_old_is_no_longer_said();
    void a_black_picture_has_no_answer_at_once();
    void a_model_of_ones_own_pictures_may_know_faces();
    void a_film_is_no_camera_that_is_on();
    void a_film_that_a_web_server_sends_is_none_either();
    void a_film_keeps_no_visit_going();
    void a_moment_is_kept_with_its_answer();
    void the_picture_that_was_answered_is_the_one_that_is_kept();
    void two_models_answer_the_same_frames();
    void an_earlier_rivals_answer_is_not_the_new_ones();
    void a_race_ends_with_its_model();
    void another_computer_can_be_raced_against();
    void a_graphics_card_that_fails_is_said_and_the_cpu_goes_on();
    void things_to_try_are_offered_while_it_is_unsure();
    void somebody_before_the_camera_keeps_a_visit_going();
    void behind_the_attract_view_no_camera_is_open();

  private:
    void race_against_a_model(); ///< that is not open
};

void CameraWordsTest::race_against_a_model() {
    touch("raceButton");
    QTRY_VERIFY_WITH_TIMEOUT(page().race()->possible(), patience_ms);
    touch(QStringLiteral("rival:%1").arg(page().race()->rivals().indexOf(other_model)));
}

void CameraWordsTest::a_face_gets_a_sentence_and_no_label() {
    look();
    QVERIFY(item("cameraNotice") == nullptr);
    camera_->set_colour(face);
    QTRY_COMPARE_WITH_TIMEOUT(text_of("cameraNotice"),
                              QStringLiteral("I know things, not people. Show me a thing!"),
                              patience_ms);
    QVERIFY(item("headline") == nullptr && item("cameraShares") == nullptr);
    QVERIFY(!item("cameraSave")->isEnabled());
    camera_->set_colour(red);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("cameraNotice") == nullptr);
}

void CameraWordsTest::a_face_is_told_again_when_the_camera_is_back() {
    look();
    camera_->set_colour(face);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraNotice") != nullptr, patience_ms);
    camera_->set_mood(FakeCamera::Mood::gone);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraProblem") != nullptr, patience_ms);
    camera_->set_mood(FakeCamera::Mood::good);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraNotice") != nullptr, patience_ms);
}

void CameraWordsTest::an_answer_that_grew_old_is_no_longer_said() {
    look();
    hold_the_model();
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraThinking") != nullptr, patience_ms);
    QVERIFY(said().isEmpty() && item("cameraShares") == nullptr);
    QVERIFY(item("livePicture") != nullptr); // which goes on
    QVERIFY(!page().warned());
    let_go();
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("cameraThinking") == nullptr);
}

void CameraWordsTest::a_black_picture_has_no_answer_at_once() {
    look();
    QString hint_then;
    const auto note = [&] {
        if (hint_then.isEmpty() && !page().answered())
            hint_then = page().hint();
    };
    connect(&page(), &CameraPage::texts_changed, this, note);
    camera_->set_mood(FakeCamera::Mood::black);
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraHint").contains("black"), patience_ms);
    // Long before it was worth a sentence.
    QCOMPARE(hint_then, QStringLiteral("Hold something inside the square"));
    QVERIFY(item("headline") == nullptr);
    page().disconnect(this);
}

void CameraWordsTest::a_model_of_ones_own_pictures_may_know_faces() {
    Model own = tiny_model("sure-colours", 0.01);
    own.manifest.provenance.recipe = "own-pictures";
    write(own);
    look();
    camera_->set_colour(face);
    QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty() && said() != "Red", patience_ms);
    // A second's frames, of which five are looked at, change nothing.
    const std::uint64_t seen = page().feed().counts().captured;
    QTRY_VERIFY_WITH_TIMEOUT(page().feed().counts().captured > seen + 30, patience_ms);
    QVERIFY(item("cameraNotice") == nullptr);
}

void CameraWordsTest::a_film_is_no_camera_that_is_on() {
    look();
    QCOMPARE(text_of("cameraOn"), QStringLiteral("The camera is on"));
    QVERIFY(item("cameraLight") != nullptr);
    using Kind = SourceName::Kind;
    for (const auto &[kind, words] : {std::pair(Kind::video, "A film, not a camera"),
                                      {Kind::pictures, "Pictures, not a camera"}}) {
        page().set_source({kind, "anything"});
        QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
        QCOMPARE(text_of("cameraOn"), QString(words));
        QVERIFY(item("cameraLight") == nullptr);
    }
}

void CameraWordsTest::a_film_that_a_web_server_sends_is_none_either() {
    open();
    page().set_source({SourceName::Kind::stream, "http://host/somewhere"});
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QCOMPARE(text_of("cameraOn"), QStringLiteral("A network camera"));
    QVERIFY(item("cameraLight") != nullptr);
    camera_->set_live(false);
    page().set_source({SourceName::Kind::stream, "http://host/film.mp4"});
    QTRY_VERIFY_WITH_TIMEOUT(camera_->opened() == 2 && said() == "Red", patience_ms);
    QCOMPARE(text_of("cameraOn"), QStringLiteral("A film, not a camera"));
    QVERIFY(item("cameraLight") == nullptr && !page().camera_on());
    // A title that stands for three seconds is nothing to be checked.
    camera_->set_mood(FakeCamera::Mood::frozen);
    const std::uint64_t seen = page().feed().counts().captured;
    QTRY_VERIFY_WITH_TIMEOUT(page().feed().counts().captured > seen + 90, patience_ms);
    QVERIFY(!page().warned());
}

void CameraWordsTest::a_film_keeps_no_visit_going() {
    camera_->set_live(false);
    open(true);
    page().set_source({SourceName::Kind::stream, "http://host/film.mp4"});
    kiosk().begin();
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QSignalSpy presence(&page(), &CameraPage::presence);
    bool cut = false;
    connect(&page().feed(), &LiveFeed::read, this,
            [&cut](const FeedReading &read) { cut = cut || read.reading.scene_began; });
    camera_->set_colour({250, 250, 250});
    QTRY_VERIFY_WITH_TIMEOUT(cut, patience_ms);
    camera_->set_colour(face);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraNotice") != nullptr, patience_ms);
    page().feed().disconnect(this);
    QVERIFY(presence.isEmpty());
}

void CameraWordsTest::a_moment_is_kept_with_its_answer() {
    look();
    const QDir kept(folder_->filePath("kept"));
    page().set_save_folder(kept.path());
    touch("cameraSave");
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraLocal").startsWith("Saved in"), patience_ms);
    const QStringList files = kept.entryList(QDir::Files);
    QCOMPARE(files.size(), 1);
    const QImage card(kept.filePath(files.first()));
    QVERIFY(card.height() > card.width() / 2);
    QCOMPARE(card.pixelColor(card.width() / 2, card.height() / 4), QColor(255, 0, 0));
    QCOMPARE(stage_->model().page(), QStringLiteral("camera"));
    QCOMPARE(camera_->opened(), 1);
    touch("pictureTab");
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraLocal").startsWith("Stays on"), patience_ms);
}

void CameraWordsTest::the_picture_that_was_answered_is_the_one_that_is_kept() {
    look();
    const QDir kept(folder_->filePath("kept"));
    page().set_save_folder(kept.path());
    hold_the_model();
    camera_->set_colour({0, 255, 255});
    // A newer frame is seen, and the answer is still that of the last one.
    QTRY_VERIFY_WITH_TIMEOUT(page().frames()->newest()->pixels.back() == 255 &&
                                 page().frames()->newest()->row(240)[4 * 320] == 0,
                             1000);
    QVERIFY(page().answered());
    page().save();
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraLocal").startsWith("Saved in"), patience_ms);
    const QImage card(kept.filePath(kept.entryList(QDir::Files).value(0)));
    QCOMPARE(card.pixelColor(card.width() / 2, card.height() / 4), QColor(255, 0, 0));
    let_go();
}

void CameraWordsTest::two_models_answer_the_same_frames() {
    look();
    race_against_a_model();
    QTRY_VERIFY_WITH_TIMEOUT(page().race()->second()->answered(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!text_of("raceSummary").isEmpty(), patience_ms);
    QCOMPARE(page().race()->first()->confidence(), QStringLiteral("Very sure"));
    QCOMPARE(page().race()->second()->confidence(), QStringLiteral("Not sure"));
    QVERIFY(page().race()->first()->timing().endsWith("ms"));
    QCOMPARE(text_of("laneHeadline").isEmpty(), false);
    QVERIFY(item("headline") == nullptr);
    camera_->set_colour(blue); // and both go on
    QTRY_COMPARE_WITH_TIMEOUT(page().race()->first()->headline(), QStringLiteral("Ocean"),
                              patience_ms);
    QCOMPARE(camera_->opened(), 1);
    touch("raceButton");
    touch("raceStop");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Ocean"), patience_ms);
}

void CameraWordsTest::an_earlier_rivals_answer_is_not_the_new_ones() {
    look();
    race_against_a_model();
    QTRY_VERIFY_WITH_TIMEOUT(page().race()->second()->answered(), patience_ms);
    RivalReading late;
    connect(&page().feed(), &LiveFeed::rival_read, this,
            [&late](const RivalReading &reading) { late = reading; });
    QTRY_VERIFY_WITH_TIMEOUT(late.model != nullptr, patience_ms);
    page().feed().disconnect(this);
    page().race()->stop();
    const RivalReading earlier = late;
    hold_the_model(); // the new one has not answered yet
    page().race()->start(0);
    page().feed().rival_read(earlier);
    QVERIFY(!page().race()->second()->answered());
    let_go();
}

void CameraWordsTest::a_race_ends_with_its_model() {
    look();
    race_against_a_model();
    QTRY_VERIFY_WITH_TIMEOUT(page().race()->running(), patience_ms);
    touch("modelPill");
    touch("model:unsure");
    QTRY_COMPARE_WITH_TIMEOUT(text_of("confidence"), QStringLiteral("Not sure"), patience_ms);
    QVERIFY(!page().race()->running());
}

void CameraWordsTest::another_computer_can_be_raced_against() {
    look();
    CameraRace &race = *page().race();
    OpenedModel model;
    model.manifest = tiny_model("sure-colours", 0.01).manifest;
    model.backends = {{"cpu", true, true}, {"gpu", false, true}, {"broken", false, false}};
    std::string asked;
    const auto make = [&asked](const std::string &backend) {
        asked = backend;
        return library_provider({.backend = "fake"});
    };
    race.set_rivals_from(make, *stage_->model().models(), true);
    race.set_model(std::make_shared<const OpenedModel>(model));
    QCOMPARE(race.rivals().first(), QStringLiteral("GPU")); // before the models
    QCOMPARE(race.rivals().count(other_model), 1);          // beside those that come along
    QVERIFY(!race.rivals().contains("BROKEN") && !race.rivals().contains("CPU"));
    race.start(0);
    QCOMPARE(asked, std::string("gpu"));
    race.set_rivals_from(make, *stage_->model().models(), false); // the command line says which
    QVERIFY(!race.rivals().contains("GPU") && race.rivals().contains(other_model));
}

void CameraWordsTest::a_graphics_card_that_fails_is_said_and_the_cpu_goes_on() {
    QFile::copy(VITRINE_FAKE_GPU_PLUGIN, folder_->filePath("libgpu.so"));
    const auto catalog = std::make_shared<Catalog>(
        QStringList{folder_->path(), VITRINE_FAKE_CPU_FOLDER}, HostServices{});
    catalog->scan();
    const auto file = folder_->filePath("sure-colours.safetensors").toStdString();
    provider_ = ModelProvider{
        [] { return std::vector<ModelChoice>{}; },
        [catalog, file](const QString &) -> Result<OpenSession> {
            auto session = ModelSession::open(*catalog, file, {}, 1);
            if (!session)
                return session.error();
            return OpenSession{facts_of(**session, *catalog), *std::move(session)};
        },
        [catalog](const ModelSession &session) { return facts_of(session, *catalog); }};
    qputenv("VITRINE_FAKE_LOSE_AFTER", "30");
    open();
    WindowModel &window = stage_->model();
    QTRY_VERIFY_WITH_TIMEOUT(window.readiness() != WindowModel::Preparing, patience_ms);
    qunsetenv("VITRINE_FAKE_LOSE_AFTER"); // which the CPU's is spared
    QVERIFY2(window.readiness() == WindowModel::Ready, qPrintable(window.problem()));
    QCOMPARE(window.status(), QStringLiteral("FAKE_GPU"));
    QVERIFY(!window.backends().join(' ').contains("failed"));
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(text_of("statusName"), QStringLiteral("CPU"), patience_ms);
    QCOMPARE(text_of("statusDetail"), QStringLiteral("GPU stopped"));
    QVERIFY(window.backends().first().startsWith("The graphics card failed"));
    QVERIFY(window.backends().filter("FAKE_GPU").first().contains("stopped"));
    QVERIFY(!window.backend_names().contains("fake_gpu"));
    QVERIFY(!page().race()->rivals().contains("FAKE_GPU"));
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms); // and it goes on
    QCOMPARE(camera_->opened(), 1);
    touch("statusPill");
    QTRY_VERIFY_WITH_TIMEOUT(item("closeSheet") != nullptr, patience_ms);
}

void CameraWordsTest::things_to_try_are_offered_while_it_is_unsure() {
    look();
    QVERIFY(item("thingsToTry") == nullptr);
    touch("modelPill");
    touch("model:unsure");
    QTRY_COMPARE_WITH_TIMEOUT(text_of("thingsToTry"), QStringLiteral("crimson · soot · ocean"),
                              patience_ms);
}

void CameraWordsTest::somebody_before_the_camera_keeps_a_visit_going() {
    const auto idle = [this] {
        now_ += std::chrono::seconds(Settings{}.idle_s + 1);
        kiosk().tick();
    };
    open(true);
    kiosk().begin();
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    idle();
    QCOMPARE(kiosk().phase(), KioskModel::Countdown); // a scene that stays says nothing
    camera_->set_colour({250, 250, 250});             // as light as red is dark: another scene
    QTRY_COMPARE_WITH_TIMEOUT(kiosk().phase(), KioskModel::Visit, patience_ms);
    camera_->set_colour(face);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraNotice") != nullptr, patience_ms);
    idle();
    QTRY_COMPARE_WITH_TIMEOUT(kiosk().phase(), KioskModel::Visit, patience_ms); // it still looks
    camera_->set_colour(red);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraNotice") == nullptr, patience_ms);
    idle();
    now_ += std::chrono::seconds(Settings{}.countdown_s);
    kiosk().tick();
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
}

void CameraWordsTest::behind_the_attract_view_no_camera_is_open() {
    open(true, QStringLiteral("camera"));
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QCoreApplication::processEvents();
    QCOMPARE(page().state(), CameraPage::Closed);
    kiosk().begin();
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    now_ += std::chrono::seconds(Settings{}.idle_s + Settings{}.countdown_s + 2);
    kiosk().tick();
    kiosk().tick();
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
}

QTEST_MAIN(CameraWordsTest)
#include "camera_words_test.moc"
