// Kiosk mode as visitors use it.
#include "tests/app/window/kiosk_stage.hpp"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QTest>

#include <utility>
#include <vector>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

/// Everything that a page's view model shows, by name.
QVariantMap shown_by(const QObject &model) {
    QVariantMap values;
    for (int index = 0; index < model.metaObject()->propertyCount(); ++index) {
        const QMetaProperty property = model.metaObject()->property(index);
        const QVariant value = property.read(&model);
        values[property.name()] = value.metaType() == QMetaType::fromType<QImage>()
                                      ? QVariant(value.value<QImage>().isNull())
                                      : value;
    }
    return values;
}

} // namespace

class KioskTest : public QObject, private KioskStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { set_up(); }
    void cleanup() { tear_down(); }

    void it_begins_with_pictures_and_their_answers();
    void a_tap_begins_and_touches_nothing_else();
    void idle_asks_and_then_forgets();
    void a_touch_in_the_countdown_goes_on();
    void after_a_visit_nothing_of_it_is_left();
    void no_thumbnail_outlives_the_visit();
    void keys_drops_menus_and_closing_do_nothing();
    void ten_fingers_at_once_do_no_harm();
};

void KioskTest::it_begins_with_pictures_and_their_answers() {
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("attractHeadline")), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("attractInvitation")->isVisible());
    QCOMPARE(text_of(item("attractInvitation")), QStringLiteral("Tap to try"));
    QCOMPARE(page().state(), PicturePage::Empty); // the show is nobody's visit
}

void KioskTest::a_tap_begins_and_touches_nothing_else() {
    // Where the main action will be.
    const QQuickItem *action = item("mainAction");
    const QPoint at = action->mapToScene({action->width() / 2, action->height() / 2}).toPoint();
    tap(at);
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QVERIFY(!stage_->model().attract_show()->picture().value<QImage>().width());
    QCOMPARE(page().state(), PicturePage::Empty);
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void KioskTest::idle_asks_and_then_forgets() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(59'999ms);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1ms);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 10 s"));
    wait_out(3s);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 7 s"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(7s);
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QCOMPARE(page().state(), PicturePage::Empty);
}

void KioskTest::a_touch_in_the_countdown_goes_on() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(65s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    tap(middle_of("languageSwitch")); // what lies under the question is not touched
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(59s);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
}

void KioskTest::after_a_visit_nothing_of_it_is_left() {
    const QVariantMap before = shown_by(page());
    const QByteArray files_before = files();
    begin();
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    touch("languageSwitch");
    touch("themeSwitch");
    stage_->model().openModel("other");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    touch("modelPill");
    QTRY_VERIFY(item("model:other") != nullptr);
    QVERIFY(shown_by(page()) != before);
    end_visit();
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QVERIFY(stage_->model().dark_theme());
    QCOMPARE(stage_->model().models()->current(), QStringLiteral("photo"));
    const QVariantMap after = shown_by(page());
    for (auto value = before.begin(); value != before.end(); ++value)
        QVERIFY2(after[value.key()] == value.value(), qPrintable(value.key()));
    QVERIFY(item("headline") == nullptr || !item("headline")->isVisible());
    QTRY_VERIFY(item("model:other") == nullptr || !item("model:other")->isVisible());
    QCOMPARE(files(), files_before);
}

void KioskTest::no_thumbnail_outlives_the_visit() {
    begin();
    touch("mainAction");
    QTRY_VERIFY_WITH_TIMEOUT(stage_->thumbnails().cached_bytes() > 0, patience_ms);
    end_visit();
    QVERIFY(stage_->thumbnails().cached_bytes() == 0);
}

void KioskTest::keys_drops_menus_and_closing_do_nothing() {
    begin();
    QImage image(20, 10, QImage::Format_ARGB32);
    image.fill(Qt::blue);
    QGuiApplication::clipboard()->setImage(image);
    for (const auto &[key, modifiers] :
         std::vector<std::pair<Qt::Key, Qt::KeyboardModifiers>>{{Qt::Key_Escape, Qt::NoModifier},
                                                                {Qt::Key_F4, Qt::AltModifier},
                                                                {Qt::Key_V, Qt::ControlModifier},
                                                                {Qt::Key_O, Qt::ControlModifier},
                                                                {Qt::Key_Q, Qt::ControlModifier},
                                                                {Qt::Key_F11, Qt::NoModifier},
                                                                {Qt::Key_Tab, Qt::NoModifier},
                                                                {Qt::Key_Return, Qt::NoModifier}})
        QTest::keyClick(stage_->window(), key, modifiers);
    QTest::mouseClick(stage_->window(), Qt::RightButton, {}, middle_of("sample:0"));
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(folder_->filePath("pictures/1-red.png"))});
    QDragEnterEvent enter({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &enter);
    QVERIFY(!enter.isAccepted());
    QDropEvent drop({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &drop);
    stage_->window()->close();
    QCoreApplication::processEvents();
    QVERIFY(stage_->window()->isVisible());
    QCOMPARE(page().state(), PicturePage::Empty);
    QCOMPARE(QGuiApplication::overrideCursor()->shape(), Qt::BlankCursor);
    stage_->window()->showNormal();
    stage_->show(true);
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
    stage_->window()->showMinimized(); // whatever took the full screen away
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
}

void KioskTest::ten_fingers_at_once_do_no_harm() {
    begin();
    QTest::QTouchEventSequence down = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        down.press(id, {100 + 110 * id, 150 + 50 * (id % 5)}, stage_->window());
    down.commit();
    for (int step = 0; step < 10; ++step) {
        QTest::QTouchEventSequence moved = QTest::touchEvent(stage_->window(), finger_, false);
        for (int id = 0; id < 10; ++id)
            moved.move(id, {100 + 110 * id + 5 * step, 150 + 50 * (id % 5) + 20 * step},
                       stage_->window());
        moved.commit();
    }
    QTest::QTouchEventSequence up = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        up.release(id, {145 + 110 * id, 330 + 50 * (id % 5)}, stage_->window());
    up.commit();
    QVERIFY(stage_->window()->isVisible());
    end_visit();
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Red"), patience_ms);
}

int main(int argc, char **argv) { return run_kiosk_test<KioskTest>(argc, argv); }
#include "kiosk_test.moc"
