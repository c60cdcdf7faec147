// The Train page's view model before a run and at its beginning: what is known of how long it
// takes, what is asked, and what is left of one that does not come to a run.
#include "app/window_stage.hpp"
#include "tests/app/training/train_page_stage.hpp"

#include <QFile>
#include <QTest>

#include <fstream>
#include <iterator>
#include <sys/stat.h>

using namespace vitrine;

namespace fs = std::filesystem;

class TrainStartTest : public QObject, private TrainPageStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare_application(); }
    void init() { set_up(); }
    void cleanup() { page_.reset(); }

    void nothing_is_measured_beside_a_training();
    void a_training_of_others_is_waited_for_data();
    void a_training_of_others_is_waited_for();
    void one_that_others_began_meanwhile_is_waited_for();
    void another_way_to_compute_is_timed_anew();
    void what_takes_nobody_knows_how_long_is_asked_about();
    void another_batch_takes_nobody_knows_how_long();
    void one_that_ended_before_it_began_goes_back_to_choosing();
    void one_that_failed_before_it_began_leaves_nothing_data();
    void one_that_failed_before_it_began_leaves_nothing();
    void a_passer_by_s_bet_is_written_nowhere();
    void a_picture_of_ones_own_is_guessed_too();
};

void TrainStartTest::nothing_is_measured_beside_a_training() {
    make(false, script("echo '{\"seconds\": 100}'\n"));
    open(scenery_->lay_under_way(RunFolder::State::running));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    page_->begin();
    QTRY_COMPARE_WITH_TIMEOUT(page_->choice()->state(), TrainingDataChoice::Good, patience_ms);
    const RecipeList &recipes = *page_->recipes();
    QTRY_VERIFY_WITH_TIMEOUT(recipes.rowCount() > 0, patience_ms);
    for (int row = 0; row < recipes.rowCount(); ++row)
        QVERIFY(!recipes.data(recipes.index(row), RecipeList::MeasuringRole).toBool());
    QVERIFY(!fs::exists(path("trainer.asked")));
    // Afterwards it is, and not before.
    scenery_->clear();
    page_->runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!page_->training(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(
        !recipes.data(recipes.index(0), RecipeList::TimeRole).toString().isEmpty(), patience_ms);
    QVERIFY(fs::exists(path("trainer.asked")));
}

void TrainStartTest::a_training_of_others_is_waited_for_data() {
    QTest::addColumn<bool>("stand");
    QTest::addRow("of the staff") << true;
    QTest::addRow("of a visitor") << false;
}

void TrainStartTest::a_training_of_others_is_waited_for() {
    QFETCH(bool, stand);
    make(stand, script("echo '{\"seconds\": 100}'\n"), "own");
    static_cast<void>(scenery_->lay_under_way(RunFolder::State::running)); // in the others' folder
    page_->look();
    QTRY_VERIFY2_WITH_TIMEOUT(page_->problem().contains("already running"),
                              qPrintable(page_->problem()), patience_ms);
    page_->begin();
    QTRY_COMPARE_WITH_TIMEOUT(page_->choice()->state(), TrainingDataChoice::Good, patience_ms);
    const RecipeList &recipes = *page_->recipes();
    QTRY_VERIFY_WITH_TIMEOUT(recipes.chosen() != nullptr, patience_ms);
    QVERIFY(!recipes.data(recipes.index(0), RecipeList::MeasuringRole).toBool());
    QVERIFY(!page_->can_start());
    page_->start();
    // Nothing of it is shown: it may be of anybody's pictures.
    QCOMPARE(page_->runs()->count(), 0);
    QCOMPARE(page_->state(), TrainPage::Choosing);
    QVERIFY(!page_->training());
    QVERIFY(!fs::exists(path("trainer.asked")));
    scenery_->clear();
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
    QVERIFY(page_->problem().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("trainer.asked")), patience_ms);
}

void TrainStartTest::one_that_others_began_meanwhile_is_waited_for() {
    make(true, "/bin/true", "own");
    page_->look();
    begin_choosing();
    const std::string id = scenery_->lay_under_way(RunFolder::State::running);
    page_->start();
    QTRY_VERIFY2_WITH_TIMEOUT(page_->problem().contains("already running"),
                              qPrintable(page_->problem()), patience_ms);
    QVERIFY(!page_->training() && !fs::exists(path("own")));
    QTRY_VERIFY_WITH_TIMEOUT(!page_->can_start(), patience_ms);
    QVERIFY(!fs::exists(path("runs") / id / "request")); // nor is it told anything
    scenery_->clear();
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
    QVERIFY(page_->problem().isEmpty());
}

void TrainStartTest::another_way_to_compute_is_timed_anew() {
    make(false, script("echo '{\"seconds\": 100}'\n"));
    begin_choosing();
    const RecipeList &recipes = *page_->recipes();
    const auto timed = [&recipes] {
        for (int row = 0; row < recipes.rowCount(); ++row)
            if (recipes.data(recipes.index(row), RecipeList::TimeRole).toString().isEmpty() &&
                recipes.data(recipes.index(row), RecipeList::PossibleRole).toBool())
                return false;
        return recipes.rowCount() > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(timed(), patience_ms);
    page_->set_compute({"--threads", "1"});
    QVERIFY(!timed()); // those were of another
    QTRY_VERIFY_WITH_TIMEOUT(timed(), patience_ms);
    std::ifstream asked(path("trainer.asked"));
    const std::string all{std::istreambuf_iterator<char>(asked), {}};
    QVERIFY(all.find("--threads 1") != std::string::npos);
}

void TrainStartTest::what_takes_nobody_knows_how_long_is_asked_about() {
    begin_choosing(); // /bin/true tells no time
    const RecipeList &recipes = *page_->recipes();
    page_->recipes()->choose("tutorial");
    QCOMPARE(recipes.chosen_name(), QStringLiteral("tutorial"));
    QTRY_VERIFY_WITH_TIMEOUT(
        !recipes.data(recipes.index(recipes.rowCount() - 1), RecipeList::MeasuringRole).toBool(),
        patience_ms);
    page_->start();
    QVERIFY2(page_->question().contains("not known"), qPrintable(page_->question()));
    page_->leaveQuestion();
    page_->options()->set_epochs(TrainPage::few_epochs);
    page_->start();
    QVERIFY(page_->question().isEmpty()); // as few as would be offered
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
    page_->recipes()->choose("quick");
    page_->start();
    QVERIFY(page_->question().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
}

void TrainStartTest::another_batch_takes_nobody_knows_how_long() {
    make(false, script("echo '{\"seconds\": 100}'\n"));
    begin_choosing();
    QTRY_VERIFY_WITH_TIMEOUT(!page_->time_text().isEmpty(), patience_ms);
    const int batch = page_->options()->batch();
    page_->options()->set_batch(16);
    QVERIFY(batch != 16);
    QVERIFY(page_->time_text().isEmpty());
    QVERIFY(page_->three_epochs_time().isEmpty());
    page_->start();
    QVERIFY2(page_->question().contains("not known"), qPrintable(page_->question()));
    page_->leaveQuestion();
    page_->options()->set_batch(batch);
    QVERIFY(!page_->time_text().isEmpty() && !page_->three_epochs_time().isEmpty());
    page_->start();
    QVERIFY(page_->question().isEmpty());
}

void TrainStartTest::one_that_ended_before_it_began_goes_back_to_choosing() {
    begin_choosing();
    bool watched = false;
    connect(page_.get(), &TrainPage::state_changed, this,
            [&] { watched |= page_->state() == TrainPage::Watching; });
    page_->start();
    QTRY_VERIFY_WITH_TIMEOUT(watched && page_->state() == TrainPage::Choosing, patience_ms);
    QVERIFY(page_->can_start());
    // Nor is anything of it left.
    QVERIFY(!fs::exists(path("runs")) || fs::is_empty(path("runs")));
}

void TrainStartTest::one_that_failed_before_it_began_leaves_nothing_data() {
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("said");
    QTest::addRow("killed") << QByteArray("kill -9 $$")
                            << QStringLiteral("broke off before it had begun");
    QTest::addRow("with a reason")
        << QByteArray(R"(echo '{"code":"vanished","arguments":["/there"]}' > "$2.failure.json")"
                      "\nrm -r \"$2\"\nexit 3")
        << QStringLiteral("no longer there");
    QTest::addRow("without a reason") << QByteArray("exit 3") << QStringLiteral("could not begin");
}

void TrainStartTest::one_that_failed_before_it_began_leaves_nothing() {
    QFETCH(QByteArray, end);
    QFETCH(QString, said);
    make(false, script("[ \"$2\" = --measure ] && exit\n"
                       "while [ \"$1\" != --out ]; do shift; done\n"
                       "mkdir \"$2\"\necho > \"$2/run.lock\"\necho > \"$2/request\"\n"
                       "echo '{\"done\":1,\"total\":9}' > \"$2.reading.json\"\n" +
                       end + "\n"));
    begin_choosing();
    QImage picture(40, 30, QImage::Format_RGB32);
    picture.fill(Qt::red);
    page_->set_own_picture(picture);
    page_->set_with_own_picture(true);
    page_->set_bet(0.6);
    page_->start();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Failed, patience_ms);
    QTRY_VERIFY2_WITH_TIMEOUT(run().problem().contains(said), qPrintable(run().problem()),
                              patience_ms);
    QVERIFY(!run().problem().contains("saved") && !run().goes_on());
    QTRY_VERIFY_WITH_TIMEOUT(fs::is_empty(path("runs")), patience_ms);
    page_->chooseAnew();
    QVERIFY(page_->can_start());
}

void TrainStartTest::a_passer_by_s_bet_is_written_nowhere() {
    const QByteArray pipe = QFile::encodeName(scratch_->filePath("go"));
    QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
    make(true, script("[ \"$2\" = --measure ] || read going < \"${0%trainer}go\"\n"));
    begin_choosing();
    page_->set_bet(0.6);
    page_->start();
    QTRY_VERIFY_WITH_TIMEOUT(page_->training(), patience_ms);
    QCOMPARE(run().bet(), 0.6);
    QVERIFY(!RunLibrary::bet_of(run().folder()));
    page_->forget_visitor(); // it goes on, for others
    QVERIFY(page_->training());
    QCOMPARE(run().bet(), -1.0);
    QFile go(scratch_->filePath("go"));
    QVERIFY(go.open(QIODevice::WriteOnly));
    go.write("on\n");
    go.close();
    QTRY_VERIFY_WITH_TIMEOUT(!page_->training(), patience_ms);
}

void TrainStartTest::a_picture_of_ones_own_is_guessed_too() {
    make(false, script(""));
    begin_choosing();
    QImage picture(40, 30, QImage::Format_RGB32);
    picture.fill(Qt::red);
    page_->set_own_picture(picture);
    QVERIFY(page_->has_own_picture() && !page_->with_own_picture()); // only where it is wanted
    page_->set_with_own_picture(true);
    const auto asked = [this] {
        std::ifstream file(path("trainer.asked"));
        std::string line;
        while (std::getline(file, line))
            if (const auto at = line.find("--probe "); at != std::string::npos)
                return line.substr(at + 8, line.find(' ', at + 8) - at - 8);
        return std::string();
    };
    page_->start();
    QTRY_VERIFY_WITH_TIMEOUT(!asked().empty(), patience_ms);
    QVERIFY2(asked().ends_with(".picture.png"), asked().c_str());
    page_->forget_visitor();
    QVERIFY(!page_->has_own_picture());
    QTRY_VERIFY_WITH_TIMEOUT(!page_->training(), patience_ms);
}

QTEST_MAIN(TrainStartTest)
#include "train_start_test.moc"
