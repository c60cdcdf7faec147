// What the Camera page says and does beside its answer: faces, films, keeping, racing, visits.
#include "core/models/model_file.hpp"
#include "tests/app/camera/camera_stage.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
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
    void a_model_of_ones_own_pictures_may_know_faces();
    void a_film_is_no_camera_that_is_on();
    void a_moment_is_kept_with_its_answer();
    void two_models_answer_the_same_frames();
    void a_race_ends_with_its_model();
    void another_computer_can_be_raced_against();
    void things_to_try_are_offered_while_it_is_unsure();
    void somebody_before_the_camera_keeps_a_visit_going();

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

QTEST_MAIN(CameraWordsTest)
#include "camera_words_test.moc"
