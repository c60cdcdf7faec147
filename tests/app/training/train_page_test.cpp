// The Train page's view model over recorded runs: what may happen to a run while somebody looks at
// it.
#include "app/viewmodels/window_model.hpp"
#include "app/window_stage.hpp"
#include "core/support/file_descriptor.hpp"
#include "tests/app/training/train_page_stage.hpp"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace vitrine;

namespace fs = std::filesystem;

class TrainPageTest : public QObject, private TrainPageStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare_application(); }
    void init() { set_up(); }
    void cleanup() { page_.reset(); }

    void a_request_that_cannot_be_left_is_a_sentence();
    void a_run_that_is_deleted_while_it_is_shown();
    void a_run_without_a_description();
    void rubbish_between_the_events();
    void language_changes_while_it_runs();
    void a_run_without_a_beginning_is_a_sentence();
    void why_it_failed_is_known_later();
    void one_that_is_carried_on_does_not_show_its_old_end();
    void what_can_be_carried_on_data();
    void what_can_be_carried_on();
    void reading_pictures_is_told();
    void a_slow_disk_does_not_hold_the_page();
    void a_new_name_shows_at_once();
    void pausing_is_said_until_it_is_so();
    void one_that_ends_while_nobody_is_there_is_nobodys();
};

void TrainPageTest::a_request_that_cannot_be_left_is_a_sentence() {
    const std::string id = scenery_->lay_under_way(RunFolder::State::running);
    open(id);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    const fs::path request = path("runs") / id / "request";
    fs::create_directories(request / "in-the-way");
    page_->pause();
    QTRY_VERIFY_WITH_TIMEOUT(page_->problem().contains(QString::fromStdString(request.string())),
                             patience_ms);
    fs::remove_all(request);
    page_->pause();
    QVERIFY(page_->problem().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(fs::is_regular_file(request), patience_ms);
}

void TrainPageTest::a_run_that_is_deleted_while_it_is_shown() {
    open(scenery_->lay_under_way(RunFolder::State::running));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QVERIFY(page_->training());
    scenery_->clear();
    QTRY_VERIFY_WITH_TIMEOUT(!run().alive(), patience_ms);
    QVERIFY(!run().problem().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!page_->training(), patience_ms); // another may be started
    QTRY_VERIFY_WITH_TIMEOUT(review().state() == RunReview::Failed, patience_ms);
    QVERIFY(!review().problem().isEmpty());
}

void TrainPageTest::a_run_without_a_description() {
    const std::string id = scenery_->lay("finished");
    QVERIFY(fs::remove(path("runs") / id / "run.json"));
    page_->runs()->refresh();
    QTRY_COMPARE(page_->runs()->count(), 0); // it is in no list
    // Named by hand, it is shown as far as it goes.
    page_->openForeign(QUrl::fromLocalFile(scratch_->filePath("runs/finished")));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QCOMPARE(run().title(), QStringLiteral("finished"));
    QCOMPARE(run().epochs(), 12);
}

void TrainPageTest::rubbish_between_the_events() {
    const std::string id = scenery_->lay_cut_off();
    std::ofstream(path("runs") / id / "events.jsonl", std::ios::app)
        << "rubbish\n{\"type\":\"weather\"}\n[1,2]\n"
        << R"({"type":"step","time_s":1,"step":3,"epoch":1,"loss":1,"accuracy":0.5,)"
        << R"("learning_rate":0.1,"images_per_second":5,"eta_s":9})" << '\n' // backwards
        << R"({"type":"step","time_s":50,"step":50,"epoch":7,"loss":NaN})" << '\n'
        << R"({"type":"step","time_s":51,"st)"; // torn
    open(id);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Died, patience_ms);
    QCOMPARE(run().record().steps.back().step, std::int64_t{49});
    QCOMPARE(run().record().skipped, std::int64_t{5});
}

void TrainPageTest::language_changes_while_it_runs() {
    open(scenery_->lay_under_way(RunFolder::State::running));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QVERIFY(run().epoch_text().startsWith("Epoch 7"));
    const auto steps = run().record().steps.size();
    language_->set_code("zh");
    page_->retranslate();
    QVERIFY(run().epoch_text().startsWith(QStringLiteral("第 7 轮")));
    QVERIFY(run().title().contains(QStringLiteral("体验版")));
    QCOMPARE(run().record().steps.size(), steps);
    // Leaving and coming back changes nothing.
    page_->chooseAnew();
    QCOMPARE(run().life(), ShownRun::Nothing);
    QVERIFY(page_->training());
    page_->showLive();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QCOMPARE(run().record().steps.size(), steps);
}

void TrainPageTest::a_run_without_a_beginning_is_a_sentence() {
    const std::string id = scenery_->lay("stopped");
    std::ofstream(path("runs") / id / "events.jsonl") << "rubbish\n{\"type\":\"start\"}\n";
    page_->runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!page_->runs()->entries().empty(), patience_ms);
    page_->openRun(QString::fromStdString(id));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Failed, patience_ms);
    QVERIFY(!run().alive());
    QVERIFY2(run().problem().contains("nothing that can be read"), qPrintable(run().problem()));
}

void TrainPageTest::why_it_failed_is_known_later() {
    const std::string id = scenery_->lay_cut_off();
    QVERIFY(RunLibrary::note_failure(path("runs") / id, {"training_out_of_memory", {}}).ok());
    open(id);
    QTRY_VERIFY_WITH_TIMEOUT(run().problem().startsWith("Memory ran out"), patience_ms);
}

void TrainPageTest::one_that_is_carried_on_does_not_show_its_old_end() {
    const QByteArray pipe = QFile::encodeName(scratch_->filePath("go"));
    QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
    make(false, script("read going < \"${0%trainer}go\"\nkill -9 $$\n"));
    open(scenery_->lay("stopped"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    page_->carryOn();
    QTRY_VERIFY_WITH_TIMEOUT(page_->training(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!run().record().steps.empty(), patience_ms); // all is read again
    QCOMPARE(run().life(), ShownRun::Preparing);
    QCOMPARE(review().state(), RunReview::Empty);
    QFile go(scratch_->filePath("go"));
    QVERIFY(go.open(QIODevice::WriteOnly));
    go.write("on\n");
    go.close();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Stopped, patience_ms); // once it is gone
    QTRY_VERIFY_WITH_TIMEOUT(run().problem().startsWith("Training stopped unexpectedly"),
                             patience_ms);
}

void TrainPageTest::what_can_be_carried_on_data() {
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<bool>("goes_on");
    QTest::addRow("cut off") << QByteArray() << true;
    QTest::addRow("stopped") << QByteArray(R"("reason":"stopped")") << true;
    QTest::addRow("a full disk") << QByteArray(
                                        R"("reason":"failed","code":"disk_full","arguments":["/"])")
                                 << true;
    QTest::addRow("no number") << QByteArray(
                                      R"("reason":"diverged","code":"diverged","arguments":["4"])")
                               << false;
    QTest::addRow("finished") << QByteArray(R"("reason":"finished")") << false;
}

void TrainPageTest::what_can_be_carried_on() {
    QFETCH(QByteArray, end);
    const std::string id = scenery_->lay_cut_off();
    if (!end.isEmpty())
        std::ofstream(path("runs") / id / "events.jsonl", std::ios::app)
            << R"({"type":"end","time_s":42,"step":49,)" << end.constData() << "}\n";
    open(id);
    QTRY_VERIFY_WITH_TIMEOUT(run().life() != ShownRun::Preparing, patience_ms);
    QTEST(run().goes_on(), "goes_on");
    run().replay(1);
    QVERIFY(run().replaying() && !run().goes_on());
    run().endReplay();
    QTEST(run().goes_on(), "goes_on");
}

void TrainPageTest::reading_pictures_is_told() {
    const fs::path folder = path("runs") / "new";
    fs::create_directories(folder);
    const auto trainer = RunFolder::open(folder, false);
    QVERIFY(trainer.ok());
    std::ofstream(RunLibrary::reading_of(folder)) << R"({"done":4000,"total":20000})";
    std::ofstream(folder / "events.jsonl") << "";
    page_->openForeign(QUrl::fromLocalFile(scratch_->filePath("runs/new")));
    QTRY_COMPARE_WITH_TIMEOUT(run().epoch_text(),
                              QStringLiteral("Reading pictures: 4,000 of 20,000"), patience_ms);
    QCOMPARE(run().life(), ShownRun::Preparing);
    fs::remove(RunLibrary::reading_of(folder)); // all are read, and what computes gets ready
    QTRY_COMPARE_WITH_TIMEOUT(run().epoch_text(), QStringLiteral("Getting ready to compute…"),
                              patience_ms);
}

void TrainPageTest::a_slow_disk_does_not_hold_the_page() {
    // A pipe in the lock's place: whoever looks at the run waits until there is a writer.
    const fs::path folder = path("runs") / scenery_->lay("finished");
    const std::string pipe = (folder / "run.lock").string();
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const auto let_go = [&pipe] { // false where nobody waits there
        return FileDescriptor(::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)).valid();
    };
    run().show(folder);
    std::atomic<bool> closed = false;
    std::atomic<bool> over = false;
    std::thread later([&] { // so that a page that waits fails, and does not hang
        const QDeadlineTimer deadline(patience_ms);
        while (!closed && !deadline.hasExpired())
            std::this_thread::yield();
        while (!over) {
            static_cast<void>(let_go());
            std::this_thread::yield();
        }
    });
    QElapsedTimer timer;
    timer.start();
    run().close();
    const auto took = timer.elapsed();
    closed = true;
    page_.reset(); // which waits for everybody
    over = true;
    later.join();
    QVERIFY2(took < patience_ms / 2, qPrintable(QString::number(took)));
}

void TrainPageTest::a_new_name_shows_at_once() {
    open(scenery_->lay("finished"));
    page_->runs()->rename("finished", "Class 3b");
    QTRY_COMPARE_WITH_TIMEOUT(run().title(), QStringLiteral("Class 3b"), patience_ms);
}

void TrainPageTest::pausing_is_said_until_it_is_so() {
    open(scenery_->lay_under_way(RunFolder::State::running));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QVERIFY(!page_->pausing());
    page_->pause();
    QVERIFY(page_->pausing());
    scenery_->set_state(RunFolder::State::paused);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    QVERIFY(!page_->pausing());
    scenery_->set_state(RunFolder::State::running);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QVERIFY(!page_->pausing());
}

void TrainPageTest::one_that_ends_while_nobody_is_there_is_nobodys() {
    page_.reset();
    WindowWishes wishes;
    wishes.kiosk.active = true;
    wishes.kiosk.config = wishes.kiosk.state = path("kiosk");
    wishes.training = place_;
    WindowModel window([](const Settings &) { return library_provider({}); }, wishes,
                       scratch_->filePath("settings.json"));
    TrainPage &page = *window.train_page();
    static_cast<void>(scenery_->lay_under_way(RunFolder::State::running));
    page.look();
    QTRY_COMPARE_WITH_TIMEOUT(page.run()->life(), ShownRun::Running, patience_ms);
    QCOMPARE(window.kiosk()->phase(), KioskModel::Attract);
    scenery_->clear();
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), TrainPage::Choosing, patience_ms);
    QCOMPARE(page.run()->life(), ShownRun::Nothing);
}

QTEST_MAIN(TrainPageTest)
#include "train_page_test.moc"
