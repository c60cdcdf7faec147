// Kiosk mode at length: random input, and one visitor after another.
#include "tests/app/window/kiosk_stage.hpp"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <iterator>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

int count_in(const char *folder) {
    return static_cast<int>(QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size());
}

/// A line of /proc/self/status, in KiB.
int resident_kib() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').constFirst().toInt();
    return 0;
}

} // namespace

class KioskEnduranceTest : public QObject, private KioskStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { set_up(); }
    void cleanup() { tear_down(); }

    void random_input_never_leaves_the_window();
    void many_visits_leave_no_trace_in_the_process();
};

void KioskEnduranceTest::random_input_never_leaves_the_window() {
    // 150 ms apart, so 2,000 are five minutes at a stand; VITRINE_MONKEY_EVENTS sets another
    // number.
    const int events = qEnvironmentVariableIntValue("VITRINE_MONKEY_EVENTS") > 0
                           ? qEnvironmentVariableIntValue("VITRINE_MONKEY_EVENTS")
                           : 200;
    const Qt::Key keys[] = {
        Qt::Key_A,    Qt::Key_O,     Qt::Key_P,     Qt::Key_Q,      Qt::Key_V,     Qt::Key_W,
        Qt::Key_Tab,  Qt::Key_Space, Qt::Key_F1,    Qt::Key_F4,     Qt::Key_F11,   Qt::Key_Return,
        Qt::Key_Menu, Qt::Key_Up,    Qt::Key_Right, Qt::Key_Escape, Qt::Key_Print, Qt::Key_Back};
    QRandomGenerator random(20260504);
    const auto somewhere = [&] {
        return QPoint(random.bounded(stage_->window()->width()),
                      random.bounded(stage_->window()->height()));
    };
    for (int event = 0; event < events; ++event) {
        const int kind = random.bounded(10);
        if (kind < 5) {
            tap(somewhere());
        } else if (kind < 7) {
            QPoint at = somewhere();
            QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
            for (int step = 0; step < 5; ++step) {
                at += QPoint(random.bounded(121) - 60, random.bounded(121) - 60);
                QTest::touchEvent(stage_->window(), finger_).move(0, at, stage_->window());
            }
            QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
        } else if (kind < 9) {
            QTest::keyClick(stage_->window(),
                            keys[random.bounded(static_cast<int>(std::size(keys)))],
                            Qt::KeyboardModifiers(random.bounded(16) << 25));
        } else {
            now_ += std::chrono::seconds(random.bounded(70));
        }
        now_ += 150ms;
        kiosk().tick();
        QCoreApplication::processEvents();
        QVERIFY(stage_->window()->isVisible());
        for (const QWindow *window : QGuiApplication::topLevelWindows())
            QVERIFY(window == stage_->window() || !window->isVisible());
        for (const QObject *object : stage_->window()->findChildren<QObject *>())
            QVERIFY(!object->inherits("QQuickFileDialog"));
        QVERIFY(!kiosk().unlocked());
    }
    end_visit();
    begin();
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void KioskEnduranceTest::many_visits_leave_no_trace_in_the_process() {
    // VITRINE_VISITS sets another number: 3,000 are a day and night of visitors.
    const int visits = qEnvironmentVariableIntValue("VITRINE_VISITS") > 0
                           ? qEnvironmentVariableIntValue("VITRINE_VISITS")
                           : 30;
    const auto visit = [this](int number) {
        tap({400, 300});
        QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
        page().openSample(number % 2);
        QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
        stage_->model().switchLanguage();
        stage_->model().switchTheme();
        end_visit();
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    const int warm_up = std::min(visits / 3, 300); // caches fill
    for (int number = 0; number < warm_up; ++number)
        visit(number);
    const int descriptors = count_in("/proc/self/fd");
    const int threads = count_in("/proc/self/task");
    const int memory = resident_kib();
    for (int number = warm_up; number < visits; ++number)
        visit(number);
    qInfo("%d visits: descriptors %d -> %d, threads %d -> %d, resident %d -> %d KiB", visits,
          descriptors, count_in("/proc/self/fd"), threads, count_in("/proc/self/task"), memory,
          resident_kib());
    QVERIFY(count_in("/proc/self/fd") <= descriptors + 1); // the counts may be being written
    QVERIFY(count_in("/proc/self/task") <= threads + 1);
    QVERIFY(resident_kib() < memory + 16 * 1024);
}

int main(int argc, char **argv) { return run_watched_test<KioskEnduranceTest>(argc, argv); }
#include "kiosk_endurance_test.moc"
