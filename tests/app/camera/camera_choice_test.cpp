// Which camera is looked through: chosen, or offered when it is plugged in.
#include "tests/app/camera/camera_stage.hpp"

#include <QTest>

using namespace vitrine;
using Mood = FakeCamera::Mood;

class CameraChoiceTest : public CameraStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void cameras_can_be_chosen();
    void the_camera_that_runs_is_marked_however_it_was_named_data();
    void the_camera_that_runs_is_marked_however_it_was_named();
    void another_camera_is_offered_and_not_taken();
    void an_offer_goes_with_its_camera();
    void an_offer_goes_when_its_camera_is_taken();
    void another_of_the_same_model_is_offered();
    void what_may_not_be_used_yet_is_offered_when_it_may();
};

void CameraChoiceTest::cameras_can_be_chosen() {
    look();
    QCOMPARE(asked_afresh_, 0);
    touch("chooseCamera");
    QTRY_COMPARE_WITH_TIMEOUT(asked_afresh_, 1, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(item("camera:1") != nullptr && item("camera:1")->y() > 0, patience_ms);
    touch("camera:1");
    QTRY_COMPARE_WITH_TIMEOUT(camera_->opened(), 2, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QCOMPARE(page().camera_chosen(), 1);
    QCOMPARE(camera_->open_now(), 1);
}

void CameraChoiceTest::the_camera_that_runs_is_marked_however_it_was_named_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("chosen");
    QTest::newRow("any") << QString() << 0;
    QTest::newRow("by its device") << QStringLiteral("/dev/video2") << 1;
    QTest::newRow("by what it is known again by") << QStringLiteral("two") << 1;
}

void CameraChoiceTest::the_camera_that_runs_is_marked_however_it_was_named() {
    QFETCH(QString, place);
    QFETCH(int, chosen);
    open();
    page().set_source({SourceName::Kind::camera, place.toStdString()});
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 2, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(page().camera_chosen(), chosen, patience_ms);
    // Until it runs it is told by its name, and where there is none it is not.
    camera_->set_mood(Mood::gone);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), CameraPage::Lost, patience_ms);
    QCOMPARE(page().camera_chosen(), place.isEmpty() ? -1 : chosen);
}

void CameraChoiceTest::another_camera_is_offered_and_not_taken() {
    plugged_in_ = 1;
    look();
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 1, patience_ms);
    QVERIFY(item("cameraOffer") == nullptr);
    plugged_in_ = 2;
    QTRY_COMPARE_WITH_TIMEOUT(text_of("cameraOffer"),
                              QStringLiteral("“Other camera” was plugged in. Use it?"),
                              patience_ms);
    QCOMPARE(camera_->opened(), 1);
    QCOMPARE(said(), QStringLiteral("Red"));
    touch("declineOffer");
    QTRY_VERIFY(item("cameraOffer") == nullptr);
    QCOMPARE(camera_->opened(), 1);
    plugged_in_ = 3;
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraOffer").contains("Third camera"), patience_ms);
    touch("takeOffer");
    QTRY_COMPARE_WITH_TIMEOUT(camera_->opened(), 2, patience_ms);
    QTRY_COMPARE(page().camera_chosen(), 2);
    QTRY_VERIFY(item("cameraOffer") == nullptr);
}

void CameraChoiceTest::an_offer_goes_with_its_camera() {
    look();
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 2, patience_ms);
    plugged_in_ = 3;
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraOffer") != nullptr, patience_ms);
    plugged_in_ = 2;
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraOffer") == nullptr, patience_ms);
}

void CameraChoiceTest::an_offer_goes_when_its_camera_is_taken() {
    plugged_in_ = 1;
    look();
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 1, patience_ms);
    plugged_in_ = 2;
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraOffer") != nullptr, patience_ms);
    first_pulled_ = true; // and any camera will do
    camera_->set_mood(Mood::gone);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), CameraPage::Lost, patience_ms);
    QVERIFY(item("cameraOffer") != nullptr);
    camera_->set_mood(Mood::good);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), CameraPage::Running, patience_ms);
    QVERIFY(page().offer().isEmpty());
}

void CameraChoiceTest::another_of_the_same_model_is_offered() {
    choices_.at(2).name = choices_.at(0).name;
    look();
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 2, patience_ms);
    plugged_in_ = 3;
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraOffer").contains("Fake camera"), patience_ms);
}

void CameraChoiceTest::what_may_not_be_used_yet_is_offered_when_it_may() {
    look();
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 2, patience_ms);
    last_denied_ = true;
    plugged_in_ = 3;
    QTRY_COMPARE_WITH_TIMEOUT(page().cameras().size(), 3, patience_ms);
    QVERIFY2(page().offer().isEmpty(), qPrintable(page().offer()));
    last_denied_ = false;
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraOffer").contains("Third camera"), patience_ms);
}

QTEST_MAIN(CameraChoiceTest)
#include "camera_choice_test.moc"
