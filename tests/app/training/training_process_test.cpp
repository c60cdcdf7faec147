// A training's process, and the watch over its folder, with a trainer that does as it is told.
#include "app/training/run_follower.hpp"
#include "app/training/run_library.hpp"
#include "app/training/training_process.hpp"
#include "core/support/file_descriptor.hpp"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;
constexpr TrainingProcess::Patience impatient{std::chrono::milliseconds(10),
                                              std::chrono::milliseconds(150)};

/// A follower with what it told.
struct Follower {
    explicit Follower(const std::filesystem::path &folder, int hung_s = 60, int look_ms = 5)
        : follower(folder, {std::chrono::milliseconds(look_ms), std::chrono::seconds(hung_s)}) {
        QObject::connect(&follower, &RunFollower::came, &follower,
                         [this](const auto &news) { record.apply(*news); });
        QObject::connect(&follower, &RunFollower::seen, &follower,
                         [this](RunLife life) { lives.push_back(life); });
        QObject::connect(&follower, &RunFollower::reading, &follower,
                         [this](qint64 done, qint64 total) {
                             read = {done, total};
                         });
        follower.begin();
    }
    [[nodiscard]] RunLife life() const { return lives.empty() ? RunLife::nowhere : lives.back(); }
    RunRecord record;
    std::vector<RunLife> lives;
    std::pair<qint64, qint64> read{};
    RunFollower follower; // last: it tells the others
};

} // namespace

class TrainingProcessTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();

    void a_run_is_followed_to_its_end();
    void pausing_and_going_on();
    void stopping_ends_it_with_a_last_word();
    void one_that_cannot_be_left_a_word_gets_a_signal();
    void one_that_does_not_listen_is_ended();
    void one_of_an_earlier_window_is_taken_up_and_ended_too();
    void a_window_that_closes_still_ends_one_that_does_not_listen();
    void one_that_died_is_told_from_one_that_ended();
    void one_that_died_goes_on();
    void one_that_goes_on_prepares_itself_for_who_comes_later();
    void one_that_does_not_move_is_told();
    void a_failure_comes_with_its_reason();
    void a_program_that_is_not_there();
    void an_earlier_reason_to_fail_is_taken_away();
    void a_slow_disk_holds_nobody_and_keeps_the_order();
    void a_request_that_cannot_be_left_is_told();
    void what_it_says_is_kept_for_later();
    void it_is_alone_in_its_session_and_gives_way();
    void a_last_line_without_its_end_waits();
    void a_line_longer_than_a_block();
    void how_far_it_has_read_is_told();
    void a_file_begun_anew_is_read_anew();
    void kills_for_want_of_memory_are_counted();
    void a_hundred_thousand_events();

  private:
    TrainingOrder order(std::vector<std::string> verbs) const {
        verbs.insert(verbs.begin(), folder().string());
        return {VITRINE_FAKE_TRAINER, verbs, folder(), file("log"), file("failure")};
    }
    [[nodiscard]] std::filesystem::path folder() const { return file("run"); }
    [[nodiscard]] std::filesystem::path file(const char *name) const {
        return scratch_->filePath(name).toStdString();
    }
    /// What the trainer would read next.
    [[nodiscard]] QByteArray request() const {
        QFile left(scratch_->filePath("run/request"));
        return left.open(QIODevice::ReadOnly) ? left.readAll() : QByteArray();
    }
    void start(const std::vector<std::string> &verbs) {
        const QSignalSpy started(process_.get(), &TrainingProcess::started);
        process_->start(order(verbs));
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, patience_ms);
    }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<TrainingProcess> process_;
    std::vector<TrainingExit> exits_;
    std::vector<Error> problems_;
};

void TrainingProcessTest::init() {
    scratch_ = std::make_unique<QTemporaryDir>();
    process_ = std::make_unique<TrainingProcess>(impatient);
    exits_.clear();
    connect(process_.get(), &TrainingProcess::exited, this,
            [this](const TrainingExit &how) { exits_.push_back(how); });
    problems_.clear();
    const auto note = [this](const Error &why) { problems_.push_back(why); };
    connect(process_.get(), &TrainingProcess::not_started, this, note);
    connect(process_.get(), &TrainingProcess::refused, this, note);
}

void TrainingProcessTest::cleanup() {
    // Nothing that was started here stays.
    const RunSight sight = look_at_run(folder());
    if (sight.alive && sight.pid > 0)
        ::kill(sight.pid, SIGKILL);
    if (process_->running())
        QTRY_VERIFY_WITH_TIMEOUT(!process_->running(), patience_ms);
}

void TrainingProcessTest::a_run_is_followed_to_its_end() {
    Follower seen(folder());
    start({"start:2", "steps:1:10", "epoch:1:0.5", "obey", "steps:11:20", "epoch:2:0.75",
           "end:finished"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.epochs.size(), std::size_t(1), patience_ms);
    process_->request(RunRequest::resume);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::ended, patience_ms);
    QCOMPARE(seen.record.ending->reason, std::string("finished"));
    QCOMPARE(seen.record.steps.size(), std::size_t(20));
    QCOMPARE(seen.record.best()->test_accuracy, 0.75);
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].status, 0);
    QCOMPARE(exits_[0].signal, 0);
}

void TrainingProcessTest::pausing_and_going_on() {
    Follower seen(folder());
    start({"start:2", "obey", "steps:1:3", "obey"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    process_->request(RunRequest::pause);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::paused, patience_ms);
    process_->request(RunRequest::resume);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(3), patience_ms);
}

void TrainingProcessTest::stopping_ends_it_with_a_last_word() {
    Follower seen(folder());
    start({"start:2", "steps:1:3", "obey"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    process_->stop();
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].status, 4);
    QVERIFY(!exits_[0].ended_here);
    QVERIFY(!process_->stopping());
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::ended, patience_ms);
    QCOMPARE(seen.record.ending->reason, std::string("stopped"));
}

void TrainingProcessTest::one_that_cannot_be_left_a_word_gets_a_signal() {
    Follower seen(folder());
    start({"start:2", "deaf"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    std::filesystem::create_directory(folder() / "request"); // where the word would be
    process_->stop();
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].signal, SIGTERM);
    QVERIFY(!exits_[0].ended_here);
}

void TrainingProcessTest::one_that_does_not_listen_is_ended() {
    Follower seen(folder());
    start({"start:2", "steps:1:3", "deaf"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    process_->stop();
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].signal, SIGKILL);
    QVERIFY(exits_[0].ended_here);
    QVERIFY(!exits_[0].out_of_memory);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::died, patience_ms);
}

void TrainingProcessTest::one_of_an_earlier_window_is_taken_up_and_ended_too() {
    start({"start:2", "steps:1:3", "deaf"});
    QTRY_VERIFY_WITH_TIMEOUT(look_at_run(folder()).alive, patience_ms);
    TrainingProcess later(impatient);
    later.adopt(folder());
    Follower seen(folder());
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(3), patience_ms);
    std::vector<TrainingExit> told;
    connect(&later, &TrainingProcess::exited, this,
            [&told](const TrainingExit &how) { told.push_back(how); });
    later.stop();
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::died, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!later.stopping(), patience_ms);
    QCOMPARE(told.size(), std::size_t(1)); // it was no accident
    QVERIFY(told[0].ended_here && told[0].folder == folder());
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
}

void TrainingProcessTest::a_window_that_closes_still_ends_one_that_does_not_listen() {
    start({"start:2", "steps:1:3", "deaf"});
    QTRY_VERIFY_WITH_TIMEOUT(look_at_run(folder()).alive, patience_ms);
    process_->stop();
    process_.reset();
    process_ = std::make_unique<TrainingProcess>(impatient); // which knows nothing of it
    QTRY_VERIFY_WITH_TIMEOUT(!look_at_run(folder()).alive, patience_ms);
}

void TrainingProcessTest::one_that_died_is_told_from_one_that_ended() {
    Follower seen(folder());
    start({"start:2", "steps:1:3", "kill"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].signal, SIGKILL);
    QVERIFY(!exits_[0].ended_here);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::died, patience_ms);
    QVERIFY(!seen.record.ending);
}

void TrainingProcessTest::one_that_died_goes_on() {
    start({"start:2", "steps:1:5", "kill"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    Follower seen(folder());
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::died, patience_ms);
    start({"obey", "start:2:3", "steps:4:8", "obey"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::preparing, patience_ms);
    process_->request(RunRequest::resume);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::running, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(8), patience_ms);
    QVERIFY(seen.record.start.resumed);
}

void TrainingProcessTest::one_that_goes_on_prepares_itself_for_who_comes_later() {
    start({"start:2", "steps:1:5", "kill"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    start({"obey", "start:2:3", "deaf"});
    QTRY_VERIFY_WITH_TIMEOUT(look_at_run(folder()).alive, patience_ms);
    Follower later(folder()); // which has not seen the other go
    QTRY_VERIFY_WITH_TIMEOUT(!later.lives.empty(), patience_ms);
    QCOMPARE(later.life(), RunLife::preparing);
    QVERIFY(later.record.steps.size() == 5);
    process_->request(RunRequest::resume);
    QTRY_COMPARE_WITH_TIMEOUT(later.life(), RunLife::running, patience_ms);
}

void TrainingProcessTest::one_that_does_not_move_is_told() {
    Follower seen(folder(), 60);
    start({"start:2", "steps:1:3", "stale:61", "deaf"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::hung, patience_ms);
}

void TrainingProcessTest::a_failure_comes_with_its_reason() {
    Follower seen(folder());
    start({"start:2",
           R"(line:{"type":"end","time_s":1,"step":4,"reason":"diverged",)"
           R"("code":"diverged","arguments":["4","the loss is not a number"]})",
           "exit:5"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::ended, patience_ms);
    QCOMPARE(seen.record.ending->error.code, std::string("diverged"));
    QCOMPARE(seen.record.ending->error.arguments.front(), std::string("4"));
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].status, 5);
}

void TrainingProcessTest::a_program_that_is_not_there() {
    TrainingOrder wrong = order({});
    wrong.program = file("nothing-here");
    const QSignalSpy started(process_.get(), &TrainingProcess::started);
    process_->start(wrong);
    QTRY_COMPARE_WITH_TIMEOUT(problems_.size(), std::size_t(1), patience_ms);
    QCOMPARE(problems_[0].code, std::string("no_trainer"));
    QVERIFY(started.isEmpty());
    QVERIFY(!process_->running());
}

void TrainingProcessTest::an_earlier_reason_to_fail_is_taken_away() {
    std::ofstream(file("failure")) << R"({"code":"diverged"})";
    start({"start:1", "exit:0"});
    QVERIFY(!std::filesystem::exists(file("failure")));
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
}

void TrainingProcessTest::a_slow_disk_holds_nobody_and_keeps_the_order() {
    // A pipe in the lock's place: whoever looks at the run waits until there is a writer.
    std::filesystem::create_directories(folder());
    std::filesystem::path pipe = folder() / "run.lock";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const auto let_go = [&pipe] { // false where nobody waits there
        return FileDescriptor(::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)).valid();
    };
    process_->adopt(folder());
    process_->stop();
    process_->request(RunRequest::pause);
    process_->request(RunRequest::resume);
    QVERIFY(process_->stopping());
    QCOMPARE(request(), QByteArray());
    bool went = false; // once: it is asked again after it was true
    QTRY_VERIFY_WITH_TIMEOUT(went || (went = let_go()), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT((let_go(), request() == "resume"), patience_ms); // the last word
    QVERIFY(problems_.empty());
    std::filesystem::rename(pipe, file("pipe"));
    pipe = file("pipe");
    QTRY_VERIFY_WITH_TIMEOUT((let_go(), !process_->stopping()), patience_ms);
}

void TrainingProcessTest::a_request_that_cannot_be_left_is_told() {
    start({"start:1", "deaf"});
    QTRY_VERIFY_WITH_TIMEOUT(look_at_run(folder()).alive, patience_ms);
    std::filesystem::create_directories(folder() / "request" / "in-the-way");
    process_->request(RunRequest::pause);
    QTRY_COMPARE_WITH_TIMEOUT(problems_.size(), std::size_t(1), patience_ms);
    QCOMPARE(problems_[0].code, std::string("unwritable"));
    process_->stop(); // it ends all the same
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(problems_.size(), std::size_t(1)); // a signal said it instead
}

void TrainingProcessTest::what_it_says_is_kept_for_later() {
    start({"say:vitrine: out of luck", "exit:2"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    QCOMPARE(exits_[0].status, 2);
    QFile log(scratch_->filePath("log"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QCOMPARE(log.readAll(), QByteArray("vitrine: out of luck\n"));
}

void TrainingProcessTest::it_is_alone_in_its_session_and_gives_way() {
    start({"start:1", "deaf"});
    QTRY_VERIFY_WITH_TIMEOUT(look_at_run(folder()).pid > 0, patience_ms);
    const pid_t pid = look_at_run(folder()).pid;
    QCOMPARE(::getsid(pid), pid);
    QVERIFY(::getpriority(PRIO_PROCESS, static_cast<id_t>(pid)) > ::getpriority(PRIO_PROCESS, 0));
    QFile group(QStringLiteral("/proc/%1/autogroup").arg(pid)); // where the kernel has groups
    if (group.open(QIODevice::ReadOnly))
        QVERIFY2(group.readAll().trimmed().endsWith(" nice 5"), "its session gives way, too");
}

void TrainingProcessTest::a_last_line_without_its_end_waits() {
    std::filesystem::create_directories(folder());
    std::ofstream events(folder() / "events.jsonl");
    const std::string line =
        R"({"type":"start","time_s":0,"step":0,"epochs":3,"steps":30,"steps_per_epoch":10,)"
        R"("training_pictures":100,"test_pictures":20,"labels":[]})";
    events << line << "\n" << line.substr(0, 30) << std::flush;
    constexpr int never_ms = 3'600'000; // looks when it is told to
    Follower seen(folder(), 60, never_ms);
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::died, patience_ms);
    QCOMPARE(seen.record.skipped, std::int64_t(0));
    // Whoever goes on takes it away, and writes more than that before anybody looks.
    std::filesystem::resize_file(folder() / "events.jsonl", line.size() + 1);
    std::ofstream(folder() / "run.json") << "{}"; // so that a trainer carries it on
    start({"start:2:0", "steps:1:4", "exit:0"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    seen.follower.look_now();
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(4), patience_ms);
    QVERIFY(seen.record.start.resumed);
    QCOMPARE(seen.record.skipped, std::int64_t(0));
}

void TrainingProcessTest::a_line_longer_than_a_block() {
    std::filesystem::create_directories(folder());
    std::ofstream events(folder() / "events.jsonl");
    const auto say = [&events](int step, std::size_t padding) {
        events << R"({"type":"step","time_s":1,"step":)" << step
               << R"(,"epoch":1,"loss":1,"accuracy":0.5,"learning_rate":0.1,)"
               << R"("images_per_second":5,"eta_s":9)" << std::string(padding, ' ') << "}\n";
    };
    say(1, 0);
    say(2, 3'000'000);
    say(3, 0);
    events.flush();
    Follower seen(folder());
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(3), patience_ms);
}

void TrainingProcessTest::how_far_it_has_read_is_told() {
    Follower seen(folder());
    start({"deaf"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.life(), RunLife::preparing, patience_ms);
    std::ofstream(RunLibrary::reading_of(folder())) << R"({"done":4000,"total":20000})";
    QTRY_COMPARE_WITH_TIMEOUT(seen.read, (std::pair<qint64, qint64>(4000, 20000)), patience_ms);
    std::filesystem::remove(RunLibrary::reading_of(folder())); // as a trainer that is through
    QTRY_COMPARE_WITH_TIMEOUT(seen.read, (std::pair<qint64, qint64>(0, 0)), patience_ms);
}

void TrainingProcessTest::a_file_begun_anew_is_read_anew() {
    start({"start:2", "steps:1:9", "exit:0"});
    Follower seen(folder());
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(9), patience_ms);
    std::filesystem::remove_all(folder());
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    start({"start:2", "steps:1:4", "exit:0"});
    QTRY_COMPARE_WITH_TIMEOUT(seen.record.steps.size(), std::size_t(4), patience_ms);
}

void TrainingProcessTest::kills_for_want_of_memory_are_counted() {
    const auto write = [](const std::filesystem::path &path, const char *text) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    };
    write(file("two"), "0::/user.slice/session\n");
    write(file("groups") / "user.slice/session/memory.events", "low 0\noom 4\noom_kill 3\n");
    QCOMPARE(out_of_memory_kills(file("two"), file("groups")), std::optional<std::int64_t>(3));
    write(file("one"), "12:cpu,cpuacct:/a\n7:memory:/a\n");
    write(file("groups") / "memory/a/memory.oom_control", "oom_kill_disable 0\noom_kill 2\n");
    QCOMPARE(out_of_memory_kills(file("one"), file("groups")), std::optional<std::int64_t>(2));
    QVERIFY(!out_of_memory_kills(file("none"), file("groups")));
}

void TrainingProcessTest::a_hundred_thousand_events() {
    start({"start:10000", "steps:1:100000", "exit:0"});
    QTRY_COMPARE_WITH_TIMEOUT(exits_.size(), std::size_t(1), patience_ms);
    Follower seen(folder());
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(!seen.lives.empty(), patience_ms);
    qInfo("100,000 events in %lld ms", static_cast<long long>(timer.elapsed()));
    QCOMPARE(seen.record.steps.size(), std::size_t(100'000));
    QCOMPARE(seen.record.steps.back().step, std::int64_t(100'000));
}

QTEST_GUILESS_MAIN(TrainingProcessTest)
#include "training_process_test.moc"
