// The list of earlier runs, as somebody tidies it up and compares.
#include "app/services/language.hpp"
#include "app/viewmodels/training/run_list.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "app/views/train_scenery.hpp"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

namespace fs = std::filesystem;

namespace {

constexpr int patience_ms = 20'000;
const fs::path recorded = VITRINE_ASSETS "/recorded-runs";

} // namespace

class RunListTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void what_is_deleted_stays_in_its_place_until_it_comes_back();
    void another_deletion_makes_the_first_final();
    void a_closed_window_makes_it_final();
    void why_a_run_cannot_be_compared_is_said();
    void a_fifth_to_compare_takes_the_place_of_the_first();
    void on_a_stand_twenty_visits_are_kept();
    void what_a_lost_window_put_aside_comes_back();
    void what_came_with_the_program_comes_last();

  private:
    static void lay_one(const fs::path &run);
    void lay(int count); ///< run-0 is the newest
    void read();
    [[nodiscard]] fs::path runs() const { return scratch_->filePath("runs").toStdString(); }
    [[nodiscard]] TrainingPlace make_place() const {
        TrainingPlace place;
        place.program = "/bin/true";
        place.runs = runs();
        place.visits = scratch_->filePath("visits").toStdString();
        place.models = scratch_->filePath("models").toStdString();
        place.recipes = VITRINE_ASSETS "/recipes";
        place.on_board = VITRINE_ASSETS "/data/cifar10-small";
        return place;
    }
    [[nodiscard]] fs::path made() const { return scratch_->filePath("made").toStdString(); }
    [[nodiscard]] QVariant at(int row, RunList::Role role) const {
        return list_->data(list_->index(row), role);
    }
    [[nodiscard]] QStringList ids() const {
        QStringList ids;
        for (int row = 0; row < list_->rowCount(); ++row)
            ids.append(at(row, RunList::IdRole).toString());
        return ids;
    }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<Language> language_;
    std::unique_ptr<RunList> list_;
};

void RunListTest::init() {
    list_.reset();
    scratch_ = std::make_unique<QTemporaryDir>();
    language_ = std::make_unique<Language>();
    language_->set_code("en");
}

void RunListTest::lay_one(const fs::path &run) {
    fs::create_directories(run);
    for (const char *name : {"run.json", "metrics.csv", "events.jsonl"})
        fs::copy_file(recorded / "finished" / name, run / name);
}

void RunListTest::lay(int count) {
    for (int i = 0; i < count; ++i) {
        const fs::path run = runs() / ("run-" + std::to_string(i));
        lay_one(run);
        fs::last_write_time(run / "run.json",
                            fs::file_time_type::clock::now() - std::chrono::seconds(10 + 10 * i));
    }
}

void RunListTest::read() {
    list_ = std::make_unique<RunList>(*language_, RunLibrary(runs(), made()));
    QSignalSpy refreshed(list_.get(), &RunList::refreshed);
    list_->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(refreshed.size(), 1, patience_ms);
}

void RunListTest::what_is_deleted_stays_in_its_place_until_it_comes_back() {
    lay(3);
    read();
    const QStringList all{"run-0", "run-1", "run-2"};
    QCOMPARE(ids(), all);
    const QSignalSpy reset(list_.get(), &RunList::modelReset);
    list_->remove("run-1");
    QTRY_VERIFY_WITH_TIMEOUT(at(1, RunList::GoneRole).toBool(), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(list_->entries().size(), std::size_t{2}, patience_ms);
    QVERIFY(!fs::exists(runs() / "run-1"));
    QCOMPARE(ids(), all);
    list_->undo();
    QTRY_COMPARE_WITH_TIMEOUT(list_->entries().size(), std::size_t{3}, patience_ms);
    QVERIFY(fs::exists(runs() / "run-1" / "metrics.csv"));
    QVERIFY(!at(1, RunList::GoneRole).toBool());
    QCOMPARE(ids(), all);
    QCOMPARE(reset.size(), 0); // nothing moved under a finger
}

void RunListTest::another_deletion_makes_the_first_final() {
    lay(3);
    read();
    list_->remove("run-1");
    QTRY_COMPARE_WITH_TIMEOUT(list_->entries().size(), std::size_t{2}, patience_ms);
    list_->remove("run-0");
    QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList({"run-0", "run-2"}), patience_ms);
    QVERIFY(at(0, RunList::GoneRole).toBool());
    list_->undo();
    QTRY_COMPARE_WITH_TIMEOUT(list_->entries().size(), std::size_t{2}, patience_ms);
    QVERIFY(!fs::exists(runs() / ".removed-run-1"));
}

void RunListTest::a_closed_window_makes_it_final() {
    lay(2);
    read();
    list_->remove("run-0");
    QTRY_COMPARE_WITH_TIMEOUT(list_->entries().size(), std::size_t{1}, patience_ms);
    list_.reset();
    QVERIFY(!fs::exists(runs() / ".removed-run-0"));
    QVERIFY(fs::exists(runs() / "run-1"));
}

void RunListTest::why_a_run_cannot_be_compared_is_said() {
    lay(3);
    fs::remove(runs() / "run-2" / "metrics.csv");
    read();
    QVERIFY(!list_->comparing());
    list_->set_shown(runs() / "run-0");
    QVERIFY(list_->comparing());
    QCOMPARE(at(0, RunList::CompareReasonRole).toString(), QStringLiteral("the one on show"));
    QCOMPARE(at(1, RunList::CompareReasonRole).toString(), QString());
    QVERIFY(at(2, RunList::CompareReasonRole).toString().startsWith("no test yet"));
}

void RunListTest::a_fifth_to_compare_takes_the_place_of_the_first() {
    lay(6);
    read();
    list_->set_shown(runs() / "run-0");
    for (const char *id : {"run-3", "run-1", "run-2", "run-4", "run-5"})
        list_->toggleCompared(id);
    QList<bool> compared;
    for (int row = 0; row < 6; ++row)
        compared.append(at(row, RunList::ComparedRole).toBool());
    QCOMPARE(compared, QList<bool>({false, true, true, false, true, true}));
}

void RunListTest::on_a_stand_twenty_visits_are_kept() {
    lay(23);
    const TrainingPlace place = make_place();
    fs::rename(runs(), place.visits);
    lay(23); // the staff's own, as many and as old
    TrainPage page(*language_, place, true);
    page.look();
    page.begin();
    QTRY_VERIFY_WITH_TIMEOUT(page.can_start(), patience_ms);
    page.start();
    QTRY_COMPARE_WITH_TIMEOUT(page.runs()->entries().size(), TrainPage::most_kiosk_runs,
                              patience_ms);
    QVERIFY(fs::exists(place.visits / "run-0") && fs::exists(place.visits / "run-19"));
    QVERIFY(!fs::exists(place.visits / "run-20") && !fs::exists(place.visits / ".removed-run-20"));
    for (int i = 0; i < 23; ++i)
        QVERIFY(fs::exists(runs() / ("run-" + std::to_string(i)) / "metrics.csv"));
}

void RunListTest::what_a_lost_window_put_aside_comes_back() {
    lay(2);
    QVERIFY(RunLibrary(runs()).remove(runs() / "run-1").ok()); // and that was its last deed
    TrainPage page(*language_, make_place(), false);
    page.look();
    QTRY_COMPARE_WITH_TIMEOUT(page.runs()->entries().size(), std::size_t{2}, patience_ms);
    QVERIFY(fs::exists(runs() / "run-1" / "metrics.csv"));
}

void RunListTest::what_came_with_the_program_comes_last() {
    lay(2);
    lay_one(made() / "model"); // the newest
    read();
    QCOMPARE(ids(), QStringList({"run-0", "run-1", "model"}));
    QVERIFY(!at(1, RunList::OnBoardRole).toBool() && at(2, RunList::OnBoardRole).toBool());
    QVERIFY(at(2, RunList::DetailRole).toString().startsWith("came with the program"));
    list_->remove("run-1");
    QTRY_VERIFY_WITH_TIMEOUT(at(1, RunList::GoneRole).toBool(), patience_ms);
    QCOMPARE(ids(), QStringList({"run-0", "run-1", "model"}));
    QSignalSpy refreshed(list_.get(), &RunList::refreshed);
    list_->keep_newest(1);
    QTRY_COMPARE_WITH_TIMEOUT(refreshed.size(), 1, patience_ms);
    QVERIFY(fs::exists(made() / "model" / "run.json"));
}

QTEST_MAIN(RunListTest)
#include "run_list_test.moc"
