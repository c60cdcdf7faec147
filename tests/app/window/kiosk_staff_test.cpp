// Kiosk mode as staff use it.
#include "tests/app/window/kiosk_stage.hpp"

#include <QDir>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace vitrine;
using namespace std::chrono_literals;

class KioskStaffTest : public QObject, private KioskStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { set_up(); }
    void cleanup() { tear_down(); }

    void a_finger_in_the_corner_and_the_code_let_staff_in();
    void leaving_ends_the_program();
    void nobody_leaves_without_the_code();
    void a_finger_that_leaves_the_corner_does_not();
    void a_wrong_code_locks_also_after_a_restart();
    void staff_who_walk_away_are_locked_out();
    void folders_that_staff_left_open_are_closed();
    void a_folder_of_any_name_is_opened();
    void a_closed_sheet_asks_for_the_code_again();
    void a_code_that_is_checked_unlocks_no_closed_sheet();
};

void KioskStaffTest::a_finger_in_the_corner_and_the_code_let_staff_in() {
    begin();
    hold_corner();
    touch("code:1");
    QTRY_COMPARE(text_of(item("codeDots")), QStringLiteral("●"));
    touch("codeDelete");
    enter("4711");
    QTRY_VERIFY(kiosk().unlocked());
    QTRY_VERIFY(item("staffLeave") != nullptr && item("staffLeave")->isVisible());
    QVERIFY(text_of(item("counts")).startsWith(QStringLiteral("Today: visits 1, pictures 0")));
    touch("staffSettings");
    QTRY_VERIFY(item("textScaleMore") != nullptr && item("textScaleMore")->isVisible());
    touch("textScaleMore");
    QTRY_COMPARE(stage_->model().text_scale(), 1.25);
}

void KioskStaffTest::leaving_ends_the_program() {
    unlock();
    const QPoint leave = middle_of("staffLeave");
    QTimer::singleShot(0, stage_->window(), [&] { tap(leave); });
    QTimer::singleShot(patience_ms, stage_->window(), [] { QCoreApplication::exit(1); });
    QCOMPARE(QGuiApplication::exec(), 0);
}

void KioskStaffTest::nobody_leaves_without_the_code() {
    begin();
    hold_corner();
    bool left = false;
    QTimer::singleShot(0, stage_->window(), [&] {
        left = true;
        kiosk().leave();
        // What leave() ends, ends before this does.
        QTimer::singleShot(0, stage_->window(), [&] { QCoreApplication::exit(1); });
    });
    QCOMPARE(QGuiApplication::exec(), 1);
    QVERIFY(left);
}

void KioskStaffTest::a_finger_that_leaves_the_corner_does_not() {
    begin();
    const QSignalSpy asked(&kiosk(), &KioskModel::code_asked);
    const QPoint corner(stage_->window()->width() - 20, 20);
    QTest::touchEvent(stage_->window(), finger_).press(0, corner, stage_->window());
    QVERIFY(kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, corner + QPoint(-300, 100), stage_->window());
    QVERIFY(!kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, corner + QPoint(-300, 100), stage_->window());
    // A second finger is no staff's: they know that it takes one.
    QTest::touchEvent(stage_->window(), finger_)
        .press(0, corner, stage_->window())
        .press(1, {300, 300}, stage_->window());
    QVERIFY(!kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, corner, stage_->window())
        .release(1, {300, 300}, stage_->window());
    QCOMPARE(asked.count(), 0);
}

void KioskStaffTest::a_wrong_code_locks_also_after_a_restart() {
    begin();
    hold_corner();
    for (int count = 0; count < 3; ++count)
        enter("0000");
    QVERIFY(kiosk().locked());
    QTRY_VERIFY(text_of(item("codeMessage")).contains(QStringLiteral("Please wait 30 s")));
    open();
    begin();
    hold_corner();
    QVERIFY(kiosk().locked());
    QVERIFY(text_of(item("codeMessage")).startsWith(QStringLiteral("Too many wrong codes")));
    QTRY_VERIFY(item("code:4") != nullptr && !item("code:4")->isEnabled());
    kiosk().enterCode("4711");
    QTRY_VERIFY_WITH_TIMEOUT(!kiosk().checking(), patience_ms);
    QVERIFY(!kiosk().unlocked());
}

void KioskStaffTest::staff_who_walk_away_are_locked_out() {
    unlock();
    end_visit();
    QVERIFY(!kiosk().unlocked());
    QTRY_VERIFY(!shows("staffLeave"));
}

void KioskStaffTest::folders_that_staff_left_open_are_closed() {
    unlock();
    touch("staffSettings");
    touch("pictureFolderChoose");
    QTRY_VERIFY(shows("useFolder"));
    end_visit();
    QTRY_VERIFY(!shows("useFolder"));
    begin();
    QVERIFY(!shows("textScaleMore"));
    QVERIFY(!shows("useFolder"));
}

void KioskStaffTest::a_folder_of_any_name_is_opened() {
    const QString folder = folder_->filePath("50% #1?");
    QVERIFY(QDir().mkpath(folder));
    unlock();
    stage_->model().settings()->setPictureFolder(QUrl::fromLocalFile(folder));
    touch("staffSettings");
    touch("pictureFolderChoose");
    QTRY_COMPARE(text_of(item("folderPath")), folder);
}

void KioskStaffTest::a_closed_sheet_asks_for_the_code_again() {
    unlock();
    touch("staffSettings"); // above it, and part of the staff's work
    QTRY_VERIFY(shows("textScaleMore"));
    QVERIFY(kiosk().unlocked());
    tap({5, stage_->window()->height() / 2}); // beside the settings
    QTRY_VERIFY(!shows("textScaleMore"));
    QVERIFY(kiosk().unlocked());
    tap({5, stage_->window()->height() / 2}); // beside the staff's sheet
    QTRY_VERIFY(!shows("staffLeave"));
    QVERIFY(!kiosk().unlocked());
    hold_corner();
    QTRY_VERIFY(shows("codeEnter"));
    QVERIFY(!shows("staffLeave"));
}

void KioskStaffTest::a_code_that_is_checked_unlocks_no_closed_sheet() {
    begin();
    hold_corner();
    kiosk().enterCode("4711");
    QVERIFY(kiosk().checking());
    kiosk().lock();
    QTRY_VERIFY_WITH_TIMEOUT(!kiosk().checking(), patience_ms);
    QVERIFY(!kiosk().unlocked());
    kiosk().enterCode("4711");
    QTRY_VERIFY_WITH_TIMEOUT(kiosk().unlocked(), patience_ms);
}

int main(int argc, char **argv) { return run_watched_test<KioskStaffTest>(argc, argv); }
#include "kiosk_staff_test.moc"
