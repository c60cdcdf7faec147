// The Camera page as a visitor uses it: the real pages, touched, with a camera and a backend that
// the test holds in its hand.
#include "core/images/fit_to_model.hpp"
#include "tests/app/camera/camera_stage.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QElapsedTimer>
#include <QTest>

using namespace vitrine;
using namespace std::chrono_literals;
using Mood = FakeCamera::Mood;

class CameraTouchTest : public CameraStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void what_is_held_before_the_camera_is_told();
    void another_scene_is_told_soon();
    void the_camera_is_open_only_while_it_is_looked_at();
    void the_square_is_what_the_model_gets_data();
    void the_square_is_what_the_model_gets();
    void freezing_opens_the_picture_on_the_picture_page();
    void another_model_goes_on_with_the_same_camera();
    void a_camera_that_is_pulled_out_and_put_back_goes_on_by_itself();
    void a_camera_in_use_elsewhere_is_a_sentence();
    void a_black_picture_is_said_within_two_seconds();
    void a_picture_that_stands_still_is_said_data();
    void a_picture_that_stands_still_is_said();
    void a_mirror_shows_left_at_the_left();
    void cameras_can_be_chosen();
    void at_a_kiosk_the_camera_is_the_staffs();
    void a_sheet_that_is_left_open_keeps_no_touch();
};

void CameraTouchTest::what_is_held_before_the_camera_is_told() {
    look();
    QCOMPARE(text_of("confidence"), QStringLiteral("Very sure"));
    QCOMPARE(text_of("cameraHint"), QStringLiteral("Hold something inside the square"));
    QVERIFY(item("cameraOn") != nullptr &&
            text_of("cameraLocal").startsWith("Stays on this machine"));
    QTRY_VERIFY(text_of("cameraShares").startsWith(QStringLiteral("red\u00A0")));
    QTRY_VERIFY(page().trace().size() >= 2);
    stage_->model().switchLanguage();
    QTRY_COMPARE(said(), QStringLiteral("这是红色"));
}

void CameraTouchTest::another_scene_is_told_soon() {
    look();
    QElapsedTimer time;
    time.start();
    camera_->set_colour(blue);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Ocean"), patience_ms);
    camera_->set_colour(red);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
}

void CameraTouchTest::the_camera_is_open_only_while_it_is_looked_at() {
    open();
    QCOMPARE(camera_->opened(), 0);
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 1, patience_ms);
    touch("pictureTab");
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
    QVERIFY(item("livePicture") == nullptr);
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
}

void CameraTouchTest::the_square_is_what_the_model_gets_data() {
    QTest::addColumn<QSize>("frame");
    QTest::addColumn<QSize>("window");
    for (const QSize frame : {QSize(640, 480), QSize(1280, 720), QSize(480, 640), QSize(64, 1)})
        for (const QSize window : {QSize(1280, 800), QSize(1024, 600), QSize(1080, 1920)})
            QTest::addRow("%d×%d in %d×%d", frame.width(), frame.height(), window.width(),
                          window.height())
                << frame << window;
}

void CameraTouchTest::the_square_is_what_the_model_gets() {
    QFETCH(QSize, frame);
    QFETCH(QSize, window);
    camera_->set_size(frame.width(), frame.height());
    open();
    stage_->window()->resize(window);
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(item("guide") != nullptr, patience_ms);
    QTRY_COMPARE(page().frames()->newest()->width, frame.width());
    const QQuickItem *guide = item("guide");
    const QQuickItem *picture = item("livePicture");
    const double line = guide->property("border").value<QObject *>()->property("width").toDouble();
    // The model's part of the frame, brought to the screen by hand.
    Rect crop = crop_rectangle(frame.width(), frame.height(), tiny_model("", 1).manifest.input);
    crop.x = frame.width() - crop.x - crop.width; // seen in a mirror
    const double inner_width = guide->width() - 2 * line;
    const double scale = inner_width / crop.width;
    QVERIFY(std::abs(guide->height() - 2 * line - crop.height * scale) < 0.01);
    const QPointF corner(guide->x() + line, guide->y() + line);
    QVERIFY(std::abs(corner.x() - (picture->width() / 2 + scale * (crop.x - frame.width() / 2.0))) <
            0.01);
    QVERIFY(std::abs(corner.y() -
                     (picture->height() / 2 + scale * (crop.y - frame.height() / 2.0))) < 0.01);
    // All of it is seen.
    QVERIFY(picture->boundingRect()
                .adjusted(-0.01, -0.01, 0.01, 0.01)
                .contains(QRectF(corner, QSizeF(inner_width, crop.height * scale))));
}

void CameraTouchTest::freezing_opens_the_picture_on_the_picture_page() {
    look();
    touch("mainAction");
    PicturePage &picture = *stage_->model().picture_page();
    QTRY_COMPARE_WITH_TIMEOUT(picture.state(), PicturePage::Answered, patience_ms);
    QCOMPARE(stage_->model().page(), QStringLiteral("picture"));
    QCOMPARE(picture.headline(), QStringLiteral("Red"));
    QCOMPARE(picture.picture_name(), QStringLiteral("Frozen picture"));
    QCOMPARE(picture.picture().pixelColor(320, 240), QColor(255, 0, 0));
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
}

void CameraTouchTest::another_model_goes_on_with_the_same_camera() {
    look();
    touch("modelPill");
    QTRY_VERIFY_WITH_TIMEOUT(item("model:unsure") != nullptr && item("model:unsure")->y() > 0,
                             patience_ms);
    touch("model:unsure");
    QTRY_COMPARE_WITH_TIMEOUT(text_of("confidence"), QStringLiteral("Not sure"), patience_ms);
    QCOMPARE(camera_->opened(), 1);
}

void CameraTouchTest::a_camera_that_is_pulled_out_and_put_back_goes_on_by_itself() {
    look();
    camera_->set_mood(Mood::gone);
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraProblem").contains("unplugged"), patience_ms);
    QVERIFY(item("headline") == nullptr);
    QVERIFY(item("livePicture") == nullptr);
    camera_->set_mood(Mood::good);
    QElapsedTimer time;
    time.start();
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), 5000);
}

void CameraTouchTest::a_camera_in_use_elsewhere_is_a_sentence() {
    camera_->set_mood(Mood::busy);
    open();
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraProblem").startsWith("Another program"), patience_ms);
    QVERIFY(!item("mainAction")->isEnabled());
}

void CameraTouchTest::a_black_picture_is_said_within_two_seconds() {
    look();
    camera_->set_mood(Mood::black);
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraHint").contains("black"), 3000);
    QVERIFY(page().warned());
    QVERIFY(item("headline") == nullptr); // nothing is said of a black picture
    camera_->set_mood(Mood::good);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
}

void CameraTouchTest::a_picture_that_stands_still_is_said_data() {
    QTest::addColumn<int>("mood");
    QTest::newRow("the same frame again and again") << static_cast<int>(Mood::frozen);
    QTest::newRow("no frames") << static_cast<int>(Mood::stalled);
}

void CameraTouchTest::a_picture_that_stands_still_is_said() {
    QFETCH(int, mood);
    look();
    camera_->set_mood(static_cast<Mood>(mood));
    QTRY_VERIFY_WITH_TIMEOUT(page().warned(), 3500);
    camera_->set_mood(Mood::good);
    QTRY_VERIFY_WITH_TIMEOUT(!page().warned(), patience_ms);
}

void CameraTouchTest::a_mirror_shows_left_at_the_left() {
    camera_->set_size(520, 480); // nearly as wide as the case, so that all of the stamp is seen
    look();
    // The stamp stands at the left of the frame; the mirror shows it at the right.
    const auto brightest = [this](bool right) {
        const QImage seen = stage_->window()->grabWindow();
        const QQuickItem *picture = item("livePicture");
        const QPointF corner = picture->mapToScene({0, 0});
        int found = 0;
        for (int y = 10; y < 45; ++y) // within the square's line
            for (int x = 30; x < 75; ++x) {
                const double across = right ? picture->width() - 1 - x : x;
                found = std::max(found, qBlue(seen.pixel((corner + QPointF(across, y)).toPoint())));
            }
        return found;
    };
    QVERIFY(page().mirrored());
    QTRY_VERIFY(brightest(true) > 200);
    QVERIFY(brightest(false) < 60);
    touch("mirrorSwitch");
    QTRY_VERIFY(brightest(false) > 200);
    QVERIFY(brightest(true) < 60);
}

void CameraTouchTest::cameras_can_be_chosen() {
    look();
    touch("chooseCamera");
    QTRY_VERIFY_WITH_TIMEOUT(item("camera:1") != nullptr && item("camera:1")->y() > 0, patience_ms);
    touch("camera:1");
    QTRY_COMPARE_WITH_TIMEOUT(camera_->opened(), 2, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QCOMPARE(page().camera_chosen(), 1);
    QCOMPARE(camera_->open_now(), 1);
}

void CameraTouchTest::at_a_kiosk_the_camera_is_the_staffs() {
    open(true);
    kiosk().begin();
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("chooseCamera") == nullptr);
    QVERIFY(item("cameraSave") == nullptr);
    QVERIFY(item("cameraFigures") == nullptr);
    stage_->model().forget_visitor();
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
    QCOMPARE(stage_->model().page(), QStringLiteral("picture"));
}

void CameraTouchTest::a_sheet_that_is_left_open_keeps_no_touch() {
    open(true);
    kiosk().begin();
    touch("cameraTab");
    touch("raceButton");
    QTRY_VERIFY(item("rival:0") != nullptr);
    for (const auto time : {60s, 10s}) {
        now_ += time;
        kiosk().tick();
    }
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_VERIFY(item("rival:0") == nullptr);
    QTRY_VERIFY(item("attractInvitation") != nullptr);
    const QPoint at(400, 300);
    QTest::touchEvent(stage_->window(), finger_).press(0, at);
    QTest::touchEvent(stage_->window(), finger_).release(0, at);
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    touch("cameraTab"); // and the page under it
    QTRY_COMPARE(stage_->model().page(), QStringLiteral("camera"));
}

QTEST_MAIN(CameraTouchTest)
#include "camera_touch_test.moc"
