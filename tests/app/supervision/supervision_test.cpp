// One window a user, a GUI thread that is watched, and a service manager that is told.
#include "app/supervision/instance_lock.hpp"
#include "app/supervision/service_notifier.hpp"
#include "app/supervision/watched_application.hpp"
#include "core/support/log.hpp"
#include "tests/app/supervision/fake_notify_socket.hpp"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>
#include <sys/wait.h>
#include <vector>

using namespace vitrine;

namespace {

std::vector<Stall> stalls;

/// Computes for so long by this thread's own clock, however busy the machine is.
void compute_for(std::chrono::milliseconds wanted) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    };
    const auto start = now();
    while (now() - start < wanted) {
    }
}

} // namespace

class SupervisionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { stalls.clear(); }
    void cleanup();

    void a_second_lock_names_the_first();
    void the_lock_of_a_killed_process_is_free();
    void a_lock_that_cannot_be_made_says_why();

    void an_event_that_computes_too_long_is_noticed_and_named();
    void an_event_that_waits_too_long_is_noticed();
    void a_quick_event_is_none();
    void other_threads_may_take_their_time();

    void the_service_manager_hears_ready_and_stopping();
    void the_watchdog_is_fed_while_events_are_handled_and_only_then();
    void without_a_service_manager_nothing_is_sent();
};

void SupervisionTest::cleanup() {
    qunsetenv("NOTIFY_SOCKET");
    qunsetenv("WATCHDOG_USEC");
    qunsetenv("WATCHDOG_PID");
}

void SupervisionTest::a_second_lock_names_the_first() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("lock").toStdString();
    {
        const auto first = InstanceLock::take(path);
        QVERIFY(first.ok());
        const auto second = InstanceLock::take(path);
        QVERIFY(!second);
        QCOMPARE(second.error().code, "already_running");
        QCOMPARE(second.error().arguments.at(0), std::to_string(::getpid()));
    }
    QVERIFY(InstanceLock::take(path).ok());
}

void SupervisionTest::the_lock_of_a_killed_process_is_free() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("lock").toStdString();
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = InstanceLock::take(path);
        const char told = lock ? 'y' : 'n';
        (void)!::write(ready[1], &told, 1);
        ::pause();
        ::_exit(0);
    }
    char told = 0;
    QCOMPARE(::read(ready[0], &told, 1), 1);
    QCOMPARE(told, 'y');
    const auto while_alive = InstanceLock::take(path);
    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
    QVERIFY(!while_alive);
    QCOMPARE(while_alive.error().arguments.at(0), std::to_string(child));
    QVERIFY(InstanceLock::take(path).ok());
}

void SupervisionTest::a_lock_that_cannot_be_made_says_why() {
    const auto lock = InstanceLock::take("/no/such/folder/lock");
    QVERIFY(!lock);
    QCOMPARE(lock.error().code, "unwritable");
}

void SupervisionTest::an_event_that_computes_too_long_is_noticed_and_named() {
    bool done = false;
    QMetaObject::invokeMethod(
        qApp,
        [&done] {
            const StallWatch::Label label("sorting the pictures");
            compute_for(std::chrono::milliseconds(80));
            done = true;
        },
        Qt::QueuedConnection);
    QTRY_VERIFY(done);
    QCOMPARE(stalls.size(), 1U);
    QVERIFY(stalls[0].held >= std::chrono::milliseconds(79));
    QVERIFY(stalls[0].computed >= std::chrono::milliseconds(79));
    QVERIFY2(stalls[0].what.find("sorting the pictures") != std::string::npos,
             stalls[0].what.c_str());
    QVERIFY2(stalls[0].what.find("MetaCall") != std::string::npos, stalls[0].what.c_str());
}

void SupervisionTest::an_event_that_waits_too_long_is_noticed() {
    // A disk, or a lock: held, but not computing.
    bool done = false;
    int never[2];
    QCOMPARE(::pipe(never), 0);
    QMetaObject::invokeMethod(
        qApp,
        [&] {
            timeval patience{0, 80'000};
            fd_set readable;
            FD_ZERO(&readable);
            FD_SET(never[0], &readable);
            ::select(never[0] + 1, &readable, nullptr, nullptr, &patience);
            done = true;
        },
        Qt::QueuedConnection);
    QTRY_VERIFY(done);
    ::close(never[0]);
    ::close(never[1]);
    QCOMPARE(stalls.size(), 1U);
    QVERIFY(stalls[0].computed < std::chrono::milliseconds(50));
}

void SupervisionTest::a_quick_event_is_none() {
    bool done = false;
    QMetaObject::invokeMethod(
        qApp, [&done] { done = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(done);
    for (const Stall &stall : stalls) // a busy machine may hold us; our own time is short
        QVERIFY(stall.computed < StallWatch::budget);
}

void SupervisionTest::other_threads_may_take_their_time() {
    QThread thread;
    QObject worker;
    worker.moveToThread(&thread);
    thread.start();
    QMetaObject::invokeMethod(
        &worker, [] { compute_for(std::chrono::milliseconds(80)); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    for (const Stall &stall : stalls)
        QVERIFY(stall.computed < StallWatch::budget);
}

void SupervisionTest::the_service_manager_hears_ready_and_stopping() {
    const QTemporaryDir folder;
    const FakeNotifySocket manager(folder.filePath("notify"));
    QVERIFY(manager.ok());
    qputenv("NOTIFY_SOCKET", folder.filePath("notify").toLocal8Bit());
    {
        ServiceNotifier notifier;
        QCOMPARE(manager.take(), QByteArray());
        notifier.ready();
        QCOMPARE(manager.take(), QByteArray("READY=1"));
    }
    QCOMPARE(manager.take(), QByteArray("STOPPING=1"));
}

void SupervisionTest::the_watchdog_is_fed_while_events_are_handled_and_only_then() {
    const QTemporaryDir folder;
    const FakeNotifySocket manager(folder.filePath("notify"));
    qputenv("NOTIFY_SOCKET", folder.filePath("notify").toLocal8Bit());
    qputenv("WATCHDOG_USEC", "90000");
    qputenv("WATCHDOG_PID", QByteArray::number(qint64(::getpid())));
    const ServiceNotifier notifier;
    int pings = 0;
    const auto fed = [&](int wanted) {
        while (manager.take() == "WATCHDOG=1")
            ++pings;
        return pings >= wanted;
    };
    QTRY_VERIFY(fed(3));
    // The GUI thread hangs for two periods: three pings a period would have come.
    compute_for(std::chrono::milliseconds(180));
    QCOMPARE(manager.take(), QByteArray());
    const int before = pings;
    QTRY_VERIFY(fed(before + 1));
}

void SupervisionTest::without_a_service_manager_nothing_is_sent() {
    qputenv("WATCHDOG_USEC", "30000");
    qputenv("WATCHDOG_PID", "1"); // meant for another process
    const QTemporaryDir folder;
    const FakeNotifySocket manager(folder.filePath("notify"));
    qputenv("NOTIFY_SOCKET", folder.filePath("notify").toLocal8Bit());
    const ServiceNotifier notifier;
    bool later = false;
    QTimer::singleShot(50, &notifier, [&later] { later = true; });
    QTRY_VERIFY(later);
    QCOMPARE(manager.take(), QByteArray());
}

int main(int argc, char **argv) {
    log::set_receiver([](log::Level, std::string_view, std::string_view) {}); // stalls are wanted
    const WatchedApplication application(argc, argv,
                                         [](const Stall &stall) { stalls.push_back(stall); });
    SupervisionTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "supervision_test.moc"
