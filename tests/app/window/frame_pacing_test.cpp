// A frame is drawn as soon as it is wanted, where Qt's own painter draws it.
#include "app/frame_pacing.hpp"

#include <QImage>
#include <QPainter>
#include <QQuickWindow>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <thread>

using namespace vitrine;

namespace {

constexpr auto idle_time = "QT_QPA_UPDATE_IDLE_TIME";
constexpr int patience_ms = 5000;
constexpr int less_than_qt_waits_ms = 4;

} // namespace

class FramePacingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { qunsetenv(idle_time); }

    void with_vertical_sync_nothing_changes(); // first: the painter cannot be chosen back
    void what_somebody_has_set_stays();
    void a_frame_is_drawn_at_once();
    void painting_waits_for_no_other_thread();
};

void FramePacingTest::with_vertical_sync_nothing_changes() {
    qunsetenv("QT_QUICK_BACKEND");
    pace_frames();
    QVERIFY(!qEnvironmentVariableIsSet(idle_time));
}

void FramePacingTest::what_somebody_has_set_stays() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    qputenv(idle_time, "7");
    pace_frames();
    QCOMPARE(qgetenv(idle_time), QByteArray("7"));
}

void FramePacingTest::a_frame_is_drawn_at_once() {
    pace_frames();
    QQuickWindow window;
    window.resize(64, 64);
    QSignalSpy frames(&window, &QQuickWindow::frameSwapped);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(!frames.isEmpty(), patience_ms);
    QCoreApplication::processEvents();
    frames.clear();
    // Both timers may be late, but never the later before the earlier.
    qsizetype drawn = -1;
    window.update();
    QTimer::singleShot(less_than_qt_waits_ms, Qt::PreciseTimer, &window,
                       [&] { drawn = frames.count(); });
    QTRY_VERIFY_WITH_TIMEOUT(drawn >= 0, patience_ms);
    QVERIFY2(drawn >= 1, "the frame came after the timer");
}

void FramePacingTest::painting_waits_for_no_other_thread() {
    QThreadPool &pool = *QThreadPool::globalInstance();
    pool.setMaxThreadCount(1);
    QSemaphore begun;
    QSemaphore held;
    QSemaphore painted;
    pool.start([&] {
        begun.release();
        held.acquire();
    });
    begun.acquire();
    std::atomic<bool> in_time = false;
    std::jthread rescue([&] { // so that the test fails, and does not hang
        in_time = painted.tryAcquire(1, patience_ms);
        held.release();
    });
    QImage image(256, 512, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter(&image).fillRect(image.rect(), QColor(0, 0, 0, 128));
    painted.release();
    rescue.join();
    pool.waitForDone();
    QVERIFY(in_time);
    QVERIFY(image.pixelColor(200, 500).red() < 200);
}

QTEST_MAIN(FramePacingTest)
#include "frame_pacing_test.moc"
