// The list of runs, and what people do with it.
#include "app/training/run_library.hpp"
#include "core/training/run/run_folder.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>

using namespace vitrine;

namespace fs = std::filesystem;

class RunLibraryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        scratch_ = std::make_unique<QTemporaryDir>();
        library_ = std::make_unique<RunLibrary>(scratch_->filePath("runs").toStdString());
    }

    void what_a_run_is_called_and_reached();
    void states_data();
    void states();
    void folders_that_hold_no_run_are_passed_over();
    void renaming();
    void removing_and_thinking_better_of_it();
    void what_nobody_made_final_comes_back();
    void a_reason_to_fail_is_kept();
    void a_run_that_is_trained_cannot_be_removed();
    void only_the_newest_are_kept();
    void names_of_new_runs_are_free();

  private:
    fs::path make(const std::string &id, const std::string &end = {}, int age_s = 0) {
        const fs::path run = library_->folder() / id;
        fs::create_directories(run);
        std::ofstream(run / "run.json")
            << R"({"recipe":{"name":"quick","epochs":3,"title":{"en":"Quick","zh":"快"}},"seed":0,)"
            << R"("data":{"path":"/pictures","training":1234,"fingerprint":"f00"}})";
        std::ofstream(run / "metrics.csv")
            << "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,best\n"
            << "1,10,1.5,0.4,1.4,0.51,0.1,1\n2,20,1.5,0.4,1.4,0.62,0.1,1\n"
            << "3,30,1.5,0.4,1.4,0.58,0.1,0\n";
        std::ofstream(run / "events.jsonl") << "{\"type\":\"start\"}\n" << end;
        std::ofstream(RunLibrary::log_of(run)) << "said";
        fs::last_write_time(run / "run.json",
                            fs::file_time_type::clock::now() - std::chrono::seconds(age_s));
        return run;
    }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<RunLibrary> library_;
};

void RunLibraryTest::what_a_run_is_called_and_reached() {
    make("older", {}, 100);
    make("newer");
    const auto entries = library_->list();
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[0].id, std::string("newer"));
    QCOMPARE(entries[0].recipe, std::string("quick"));
    QCOMPARE(entries[0].recipe_title, (Phrase{"Quick", "快"}));
    QCOMPARE(entries[0].data, std::string("/pictures"));
    QCOMPARE(entries[0].training_pictures, std::int64_t(1234));
    QCOMPARE(entries[0].epochs, 3);
    QCOMPARE(entries[0].epochs_done, 3);
    QCOMPARE(entries[0].best_accuracy, std::optional<double>(0.62));
    QVERIFY(entries[0].begun_s - entries[1].begun_s >= 99);
}

void RunLibraryTest::states_data() {
    QTest::addColumn<QString>("end");
    QTest::addColumn<int>("state");
    using State = RunEntry::State;
    QTest::addRow("finished") << R"({"type":"end","reason":"finished"})" << int(State::finished);
    QTest::addRow("stopped") << R"({"type":"end","reason":"stopped"})" << int(State::stopped);
    QTest::addRow("diverged") << R"({"type":"end","reason":"diverged"})" << int(State::failed);
    QTest::addRow("in the middle") << R"({"type":"step"})" << int(State::cut_off);
    QTest::addRow("rubbish") << "rubbish" << int(State::cut_off);
}

void RunLibraryTest::states() {
    QFETCH(QString, end);
    QFETCH(int, state);
    make("run", end.toStdString() + "\n");
    QCOMPARE(int(library_->list().front().state), state);
}

void RunLibraryTest::folders_that_hold_no_run_are_passed_over() {
    QVERIFY(library_->list().empty());
    fs::create_directories(library_->folder() / "empty");
    fs::create_directories(library_->folder() / "wrong");
    std::ofstream(library_->folder() / "wrong" / "run.json") << "{\"recipe\": 3}";
    QVERIFY(library_->list().empty());
}

void RunLibraryTest::renaming() {
    const fs::path run = make("run");
    QVERIFY(library_->rename(run, "三班的猫狗").ok());
    QCOMPARE(library_->list().front().title, std::string("三班的猫狗"));
}

void RunLibraryTest::removing_and_thinking_better_of_it() {
    const fs::path run = make("run");
    QVERIFY(library_->remove(run).ok());
    QVERIFY(library_->list().empty());
    QVERIFY(library_->restore(run).ok());
    QCOMPARE(library_->list().size(), std::size_t(1));
    QVERIFY(library_->remove(run).ok());
    library_->purge();
    QVERIFY(!library_->restore(run).ok());
    QVERIFY(fs::is_empty(library_->folder())); // the log is gone too
}

void RunLibraryTest::what_nobody_made_final_comes_back() {
    const fs::path run = make("run");
    QVERIFY(library_->remove(run).ok());
    library_->restore_all();
    QCOMPARE(library_->list().size(), std::size_t(1));
    // One of the same name is not written over.
    QVERIFY(library_->remove(run).ok());
    make("run");
    library_->restore_all();
    QCOMPARE(library_->list().size(), std::size_t(1));
}

void RunLibraryTest::a_reason_to_fail_is_kept() {
    const fs::path run = make("run");
    QVERIFY(!RunLibrary::noted_failure(run));
    const Error why{"too_little_room", {"/here", "20", "10"}};
    QVERIFY(RunLibrary::note_failure(run, why).ok());
    QCOMPARE(RunLibrary::noted_failure(run)->code, why.code);
    QCOMPARE(RunLibrary::noted_failure(run)->arguments, why.arguments);
    std::ofstream(RunLibrary::failure_of(run)) << "[rubbish";
    QVERIFY(!RunLibrary::noted_failure(run));
}

void RunLibraryTest::a_run_that_is_trained_cannot_be_removed() {
    const fs::path run = make("run");
    const auto trainer = RunFolder::open(run, true);
    QVERIFY(trainer.ok());
    QCOMPARE(library_->list().front().state, RunEntry::State::running);
    const auto removed = library_->remove(run);
    QVERIFY(!removed.ok());
    QCOMPARE(removed.error().code, std::string("in_use"));
}

void RunLibraryTest::only_the_newest_are_kept() {
    for (int age = 0; age < 5; ++age)
        make("run-" + std::to_string(age), {}, 10 * age);
    const auto trainer = RunFolder::open(library_->folder() / "run-4", true);
    library_->keep_newest(2);
    const auto left = library_->list();
    QCOMPARE(left.size(), std::size_t(3));
    QCOMPARE(left[0].id, std::string("run-0"));
    QCOMPARE(left[1].id, std::string("run-1"));
    QCOMPARE(left[2].id, std::string("run-4"));
}

void RunLibraryTest::names_of_new_runs_are_free() {
    const auto first = library_->new_run("quick");
    QVERIFY(first.ok());
    QVERIFY(!fs::exists(*first));
    fs::create_directories(*first);
    const auto second = library_->new_run("quick");
    QVERIFY(second.ok() && *second != *first);
    QVERIFY(second->filename().string().find("-quick") != std::string::npos);
}

QTEST_GUILESS_MAIN(RunLibraryTest)
#include "run_library_test.moc"
