// The Camera page as a visitor uses it: the real pages, touched, with a camera and a backend that
// the test holds in its hand.
#include "core/images/fit_to_model.hpp"
#include "tests/app/camera/camera_stage.hpp"
#include "tests/app/window/tiny_model.hpp"

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
    void the_light_stays_until_the_camera_is_closed_in_truth();
    void the_attract_view_tells_of_a_camera_that_does_not_close();
    void no_camera_is_open_behind_a_window_that_cannot_be_seen();
    void the_square_is_what_the_model_gets_data();
    void the_square_is_what_the_model_gets();
    void freezing_opens_the_picture_on_the_picture_page();
    void another_model_goes_on_with_the_same_camera();
    void the_model_is_changed_while_it_computes();
    void a_page_that_is_left_and_entered_quickly_shows_its_camera();
    void a_hundred_sources_in_a_row_end_at_the_last();
    void a_camera_in_use_elsewhere_is_a_sentence();
    void a_mirror_shows_left_at_the_left();
    void at_a_kiosk_the_camera_is_the_staffs();
    void a_sheet_that_is_left_open_keeps_no_touch();
};

void CameraTouchTest::what_is_held_before_the_camera_is_told() {
    look();
    QCOMPARE(text_of("confidence"), QStringLiteral("Very sure"));
    QTRY_VERIFY(text_of("cameraHint").isEmpty()); // there is something already
    QVERIFY(item("cameraOn") != nullptr &&
            text_of("cameraLocal").startsWith("Stays on this machine"));
    QTRY_VERIFY(text_of("cameraShares").startsWith(QStringLiteral("red\u00A0")));
    QTRY_VERIFY(page().trace().size() >= 2);
    stage_->model().switchLanguage();
    QTRY_COMPARE(said(), QStringLiteral("这是红色"));
}

void CameraTouchTest::another_scene_is_told_soon() {
    look();
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

void CameraTouchTest::the_light_stays_until_the_camera_is_closed_in_truth() {
    look();
    QVERIFY(item("cameraLight") != nullptr && item("cameraTabLight") != nullptr);
    camera_->set_mood(Mood::hangs);
    QTRY_VERIFY_WITH_TIMEOUT(camera_->hangs_now(), patience_ms);
    touch("pictureTab");
    QTRY_VERIFY(item("cameraResult") == nullptr);
    QVERIFY(item("cameraTabLight") != nullptr);
    camera_->set_mood(Mood::good);
    QTRY_VERIFY_WITH_TIMEOUT(item("cameraTabLight") == nullptr, patience_ms);
    QCOMPARE(camera_->open_now(), 0);
}

void CameraTouchTest::the_attract_view_tells_of_a_camera_that_does_not_close() {
    open(true);
    kiosk().begin();
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    camera_->set_mood(Mood::hangs);
    QTRY_VERIFY_WITH_TIMEOUT(camera_->hangs_now(), patience_ms);
    for (const auto time : {60s, 10s}) {
        now_ += time;
        kiosk().tick();
    }
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_VERIFY(item("attractLight") != nullptr);
    const QQuickItem &light = *item("attractLight");
    const auto seen = [&] {
        const QImage window = stage_->window()->grabWindow();
        const QPointF middle = light.mapToScene(light.boundingRect().center());
        return window.pixelColor((middle * window.devicePixelRatio()).toPoint());
    };
    QTRY_COMPARE(seen(), light.property("color").value<QColor>());
    camera_->set_mood(Mood::good);
    QTRY_VERIFY_WITH_TIMEOUT(item("attractLight") == nullptr, patience_ms);
}

void CameraTouchTest::no_camera_is_open_behind_a_window_that_cannot_be_seen() {
    look();
    stage_->window()->hide();
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
    stage_->window()->show();
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
    // What the model gets is of another colour, so that its edges are seen on the screen.
    const Rect crop =
        crop_rectangle(frame.width(), frame.height(), tiny_model("", 1).manifest.input);
    camera_->set_size(frame.width(), frame.height());
    camera_->set_marked(crop);
    open();
    stage_->window()->resize(window);
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(item("guide") != nullptr, patience_ms);
    QTRY_COMPARE(page().frames()->newest()->width, frame.width());
    const QQuickItem *guide = item("guide");
    const QQuickItem *picture = item("livePicture");
    const double line = guide->property("border").value<QObject *>()->property("width").toDouble();
    const QRectF square =
        guide->mapRectToScene(guide->boundingRect()).adjusted(line, line, -line, -line);
    QVERIFY(picture->mapRectToScene(picture->boundingRect())
                .adjusted(-0.01, -0.01, 0.01, 0.01)
                .contains(square)); // all of it is seen
    QVERIFY(std::abs(square.width() / square.height() - double{1} * crop.width / crop.height) <
            0.01);
    const auto is_marked = [seen = stage_->window()->grabWindow()](QPointF at) {
        const QColor colour = seen.pixelColor(at.toPoint());
        return colour.blue() > colour.red();
    };
    QVERIFY(is_marked(square.center()));
    if (crop.width < 16)
        return; // a pixel as large as a hand has no sharp edges
    const double scale = square.width() / crop.width;
    constexpr double near_px = 2;
    const double outside = line + 2 * near_px; // beyond the line and what is round it
    const QPointF left(square.left(), square.center().y());
    const QPointF right(square.right(), square.center().y());
    QVERIFY(is_marked(left + QPointF(near_px, 0)) && is_marked(right - QPointF(near_px + 1, 0)));
    const auto in_picture = [picture](QPointF at) {
        return picture->mapRectToScene(picture->boundingRect()).contains(at);
    };
    if ((frame.width() - crop.width) / 2.0 * scale > outside &&
        in_picture(left - QPointF(outside, 0)))
        QVERIFY(!is_marked(left - QPointF(outside, 0)) && !is_marked(right + QPointF(outside, 0)));
    const QPointF top(square.center().x(), square.top());
    const QPointF bottom(square.center().x(), square.bottom());
    QVERIFY(is_marked(top + QPointF(0, near_px)));
    if ((frame.height() - crop.height) / 2.0 * scale > outside &&
        in_picture(top - QPointF(0, outside)))
        QVERIFY(!is_marked(top - QPointF(0, outside)) && !is_marked(bottom + QPointF(0, outside)));
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

void CameraTouchTest::the_model_is_changed_while_it_computes() {
    look();
    hold_the_model();
    QTRY_VERIFY_WITH_TIMEOUT(page().thinking(), patience_ms); // it is in the midst of a frame
    stage_->model().openModel(QStringLiteral("unsure"));
    QVERIFY(said().isEmpty());
    QVERIFY(item("livePicture") != nullptr);
    let_go();
    QTRY_COMPARE_WITH_TIMEOUT(text_of("confidence"), QStringLiteral("Not sure"), patience_ms);
    QCOMPARE(camera_->opened(), 1);
}

void CameraTouchTest::a_page_that_is_left_and_entered_quickly_shows_its_camera() {
    look();
    for (int i = 0; i < 20; ++i) {
        stage_->model().showPage(QStringLiteral("picture"));
        QVERIFY(page().frames()->empty());
        stage_->model().showPage(QStringLiteral("camera"));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QCOMPARE(camera_->open_now(), 1);
    stage_->model().showPage(QStringLiteral("picture"));
    QTRY_COMPARE_WITH_TIMEOUT(camera_->open_now(), 0, patience_ms);
    QVERIFY(!page().camera_on());
}

void CameraTouchTest::a_hundred_sources_in_a_row_end_at_the_last() {
    look();
    for (int i = 0; i < 100; ++i) {
        page().set_source(
            {i % 3 == 0 ? SourceName::Kind::video : SourceName::Kind::camera, std::to_string(i)});
        if (i % 10 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
    QCOMPARE(text_of("cameraOn"), QStringLiteral("A film, not a camera"));
    QCOMPARE(camera_->open_now(), 1);
    QVERIFY2(camera_->opened() < 40, qPrintable(QString::number(camera_->opened())));
}

void CameraTouchTest::a_camera_in_use_elsewhere_is_a_sentence() {
    camera_->set_mood(Mood::busy);
    open();
    touch("cameraTab");
    QTRY_VERIFY_WITH_TIMEOUT(text_of("cameraProblem").startsWith("Another program"), patience_ms);
    QVERIFY(!item("mainAction")->isEnabled());
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
