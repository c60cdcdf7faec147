// The Train page's view model over recorded runs: what came of them, beside each other, taken
// along; and what may happen to a run while somebody looks at it.
#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "app/viewmodels/window_model.hpp"
#include "app/views/train_scenery.hpp"
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "core/support/file_descriptor.hpp"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>

using namespace vitrine;

namespace fs = std::filesystem;

namespace {

constexpr int patience_ms = 20'000;
const fs::path recorded = VITRINE_ASSETS "/recorded-runs";

} // namespace

class TrainPageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare_application(); }
    void init();
    void cleanup() { page_.reset(); }

    void results_are_those_of_the_run();
    void a_wrongly_labelled_picture_is_left_out_and_comes_back();
    void settings_that_differ_are_laid_side_by_side();
    void everything_can_be_taken_along();
    void nothing_is_written_over();
    void pictures_and_papers_go_where_people_look();
    void what_cannot_be_written_or_read_is_a_sentence();
    void a_full_disk_is_a_sentence();
    void on_a_stand_nothing_is_taken_along();
    void a_request_that_cannot_be_left_is_a_sentence();
    void a_run_that_is_deleted_while_it_is_shown();
    void a_run_without_a_description();
    void rubbish_between_the_events();
    void language_changes_while_it_runs();
    void a_run_of_another_machine_offers_no_model();
    void curves_of_another_program();
    void a_file_without_curves_is_a_sentence();
    void a_model_is_called_in_both_languages();
    void nothing_is_measured_beside_a_training();
    void a_training_of_others_is_waited_for_data();
    void a_training_of_others_is_waited_for();
    void one_that_others_began_meanwhile_is_waited_for();
    void another_way_to_compute_is_timed_anew();
    void what_takes_nobody_knows_how_long_is_asked_about();
    void another_batch_takes_nobody_knows_how_long();
    void a_run_without_a_beginning_is_a_sentence();
    void one_that_ended_before_it_began_goes_back_to_choosing();
    void one_that_failed_before_it_began_leaves_nothing_data();
    void one_that_failed_before_it_began_leaves_nothing();
    void why_it_failed_is_known_later();
    void one_that_is_carried_on_does_not_show_its_old_end();
    void what_can_be_carried_on_data();
    void what_can_be_carried_on();
    void reading_pictures_is_told();
    void a_slow_disk_does_not_hold_the_page();
    void a_new_name_shows_at_once();
    void pausing_is_said_until_it_is_so();
    void the_report_has_samples_and_settings();
    void hidden_curves_stay_out_of_the_chart_alone();
    void curves_by_steps_are_compared_by_steps();
    void a_passer_by_s_bet_is_written_nowhere();
    void one_that_ends_while_nobody_is_there_is_nobodys();
    void a_picture_of_ones_own_is_guessed_too();

  private:
    /// `own`: the folder of this window's runs; those of the scenery are then of others.
    void make(bool stand = false, const fs::path &program = "/bin/true", const char *own = "runs");
    /// A program of these lines, which says whether it was there by a file of its arguments.
    [[nodiscard]] fs::path script(const QByteArray &lines);
    /// The recorded run as it would be noted on this machine.
    [[nodiscard]] std::string lay_at_home(const char *name);
    void begin_choosing();
    void open(const std::string &id);
    [[nodiscard]] ShownRun &run() { return *page_->run(); }
    [[nodiscard]] RunReview &review() { return *page_->review(); }
    [[nodiscard]] fs::path path(const char *name) const {
        return scratch_->filePath(name).toStdString();
    }
    [[nodiscard]] QStringList kept() const {
        return QDir(scratch_->filePath("kept")).entryList(QDir::Files, QDir::Name);
    }
    QString save(RunExports::Kind kind);
    /// Of the files' names: "Vitrine Taster built-in 2026-11-24 15-30 ".
    [[nodiscard]] QString stem_of(const char *id) const {
        const QFileInfo run(scratch_->filePath(QStringLiteral("runs/%1/run.json").arg(id)));
        return run.lastModified().toString("'Vitrine Taster built-in' yyyy-MM-dd HH-mm ");
    }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<Language> language_;
    std::unique_ptr<TrainScenery> scenery_;
    TrainingPlace place_;
    std::unique_ptr<TrainPage> page_;
};

void TrainPageTest::init() {
    scratch_ = std::make_unique<QTemporaryDir>();
    language_ = std::make_unique<Language>();
    language_->set_code("en");
    scenery_ = std::make_unique<TrainScenery>(recorded, path("runs"));
    make();
}

fs::path TrainPageTest::script(const QByteArray &lines) {
    QFile file(scratch_->filePath("trainer"));
    if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\necho \"$@\" >> \"$0.asked\"\n" + lines);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path("trainer");
}

std::string TrainPageTest::lay_at_home(const char *name) {
    std::string id = scenery_->lay(name);
    const fs::path best = path("runs") / id / "best.safetensors";
    if (auto model = read_model(best)) {
        model->manifest.provenance.dataset = VITRINE_ASSETS "/data/cifar10-small";
        (void)write_model(best, *model);
    }
    return id;
}

void TrainPageTest::begin_choosing() {
    page_->begin();
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
}

void TrainPageTest::make(bool stand, const fs::path &program, const char *own) {
    page_.reset();
    TrainingPlace &place = place_ = {};
    place.program = program;
    place.runs = path(stand ? "runs" : own);
    place.visits = path(stand ? own : "runs");
    place.models = path("models");
    place.recipes = VITRINE_ASSETS "/recipes";
    place.on_board = VITRINE_ASSETS "/data/cifar10-small";
    place.pace.look = std::chrono::milliseconds(10);
    page_ = std::make_unique<TrainPage>(*language_, place, stand);
    page_->exports()->set_folder(scratch_->filePath("kept"));
}

void TrainPageTest::open(const std::string &id) {
    page_->runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(
        (page_->openRun(QString::fromStdString(id)), run().folder().filename() == id), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!run().title().isEmpty() && run().life() != ShownRun::Preparing,
                             patience_ms);
}

QString TrainPageTest::save(RunExports::Kind kind) {
    page_->exports()->save(kind);
    if (!QTest::qWaitFor([this] { return !page_->exports()->saving(); }, patience_ms))
        return QStringLiteral("still saving");
    return page_->exports()->said();
}

void TrainPageTest::results_are_those_of_the_run() {
    open(scenery_->lay("finished"));
    QCOMPARE(run().life(), ShownRun::Finished);
    QCOMPARE(run().result_text(), QStringLiteral("53 of 100 new pictures right")); // 0.53
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    // The run's own last word has the same counts.
    std::ifstream events(recorded / "finished" / "events.jsonl");
    std::string line;
    nlohmann::json end;
    while (std::getline(events, line))
        end = nlohmann::json::parse(line);
    QCOMPARE(end["type"].get<std::string>(), std::string("end"));
    std::int64_t most = 0;
    for (int row = 0; row < 10; ++row)
        for (int column = 0; column < 10; ++column) {
            const auto count =
                end["confusion"][static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]
                    .get<std::int64_t>();
            QCOMPARE(review().analysis().confusion.count(row, column), count);
            most = row == column ? most : std::max(most, count);
        }
    QCOMPARE(review().mix_ups()[0].value<MixUpRow>().times, QStringLiteral("%1 times").arg(most));
    // Where another run is looked at, so are its results; where none is, none.
    open(scenery_->lay("stopped"));
    QTRY_COMPARE_WITH_TIMEOUT(review().best_epoch(), 6, patience_ms);
    page_->chooseAnew();
    QCOMPARE(review().state(), RunReview::Empty);
}

void TrainPageTest::a_wrongly_labelled_picture_is_left_out_and_comes_back() {
    page_->begin();
    QTRY_COMPARE_WITH_TIMEOUT(page_->choice()->state(), TrainingDataChoice::Good, patience_ms);
    open(lay_at_home("finished"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    review().load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(review().pictures(), RunReview::Ready, patience_ms);
    QVERIFY(review().may_leave_out());
    review().look_at(17);
    QVERIFY(!review().close_up().value<GuessRow>().left_out);
    review().leave_out(17, true);
    QVERIFY(review().close_up().value<GuessRow>().left_out);
    const auto kept = [this] {
        std::ifstream file(path("runs") / "left-out.json");
        return nlohmann::json::parse(file, nullptr, false);
    };
    QTRY_VERIFY(kept().is_object() && kept().size() == 1);
    QCOMPARE(kept().begin()->at(0).get<std::string>(), std::string("test 17"));
    review().leave_out(17, false);
    QTRY_VERIFY(kept().is_object() && kept().empty());
}

void TrainPageTest::settings_that_differ_are_laid_side_by_side() {
    static_cast<void>(scenery_->lay("earlier"));
    open(scenery_->lay("finished"));
    QVERIFY(page_->comparison()->rows().isEmpty());
    page_->runs()->toggleCompared("earlier");
    QTRY_COMPARE_WITH_TIMEOUT(page_->comparison()->count(), 1, patience_ms);
    QMap<QString, QStringList> rows;
    for (const QVariant &row : page_->comparison()->rows())
        rows[row.toMap()["name"].toString()] = row.toMap()["values"].toStringList();
    QCOMPARE(rows["Epochs"], QStringList({"12", "6"}));
    QCOMPARE(rows["Seed"], QStringList({"0", "7"}));
    QVERIFY(rows.contains("Learning rate"));
    QVERIFY(!rows.contains("Batch size")); // which is the same
    QCOMPARE(rows["Best accuracy"].size(), 2);
    QCOMPARE(run().loss_series().size(), 3);
    page_->runs()->toggleCompared("earlier");
    QTRY_COMPARE_WITH_TIMEOUT(page_->comparison()->count(), 0, patience_ms);
    QCOMPARE(run().loss_series().size(), 2);
}

void TrainPageTest::everything_can_be_taken_along() {
    open(scenery_->lay("finished"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    for (const auto kind : {RunExports::ChartPng, RunExports::ChartSvg, RunExports::TableCsv,
                            RunExports::ModelFile, RunExports::Report}) {
        const QString said = save(kind);
        QVERIFY2(said.startsWith("Saved in ") && !page_->exports()->failed(), qPrintable(said));
    }
    const QString stem = stem_of("finished");
    QStringList names;
    for (const char *part : {"accuracy.png", "accuracy.svg", "confusion matrix.csv", "curves.csv",
                             "loss.png", "loss.svg", "model.safetensors", "report.pdf"})
        names.append(stem + QLatin1String(part));
    QCOMPARE(kept(), names);
    const auto bytes = [this, stem](const char *name) {
        QFile file(scratch_->filePath(QStringLiteral("kept/") + stem + name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(bytes("report.pdf").startsWith("%PDF-"));
    QVERIFY(bytes("loss.svg").contains("<svg"));
    QVERIFY(!QImage(scratch_->filePath("kept/" + stem + "loss.png")).isNull());
    QFile model(QString::fromStdString((recorded / "finished" / "best.safetensors").string()));
    QVERIFY(model.open(QIODevice::ReadOnly));
    QCOMPARE(bytes("model.safetensors"), model.readAll());
    // A line a step of each training curve, a line an epoch of each test curve, and the names.
    const auto &record = run().record();
    const auto lines = 1 + 2 * (record.steps.size() + record.epochs.size());
    QCOMPARE(bytes("curves.csv").count('\n'), static_cast<qsizetype>(lines));
    QCOMPARE(bytes("confusion matrix.csv").count('\n'), qsizetype{11});
}

void TrainPageTest::nothing_is_written_over() {
    open(scenery_->lay("finished"));
    QVERIFY(save(RunExports::ModelFile).endsWith("model.safetensors"));
    QVERIFY(save(RunExports::ModelFile).endsWith("model-2.safetensors"));
    language_->set_code("zh");
    QVERIFY(page_->exports()->said().startsWith(QStringLiteral("已存到")));
    const QString said = save(RunExports::ModelFile);
    QVERIFY2(said.contains(QStringLiteral("：橱窗 体验版 内置图片 ")) &&
                 said.endsWith(QStringLiteral(" 模型.safetensors")),
             qPrintable(said));
}

void TrainPageTest::pictures_and_papers_go_where_people_look() {
    const auto restore = qScopeGuard([home = qgetenv("HOME")] { qputenv("HOME", home); });
    qputenv("HOME", QFile::encodeName(scratch_->path()));
    page_->exports()->set_folder({});
    open(scenery_->lay("finished"));
    for (const auto &[kind, folder] : {std::pair(RunExports::ChartPng, keeping_folder()),
                                       std::pair(RunExports::ModelFile, documents_folder()),
                                       std::pair(RunExports::TableCsv, documents_folder())}) {
        const QString said = save(kind);
        QVERIFY2(said.startsWith("Saved in " + folder + ": "), qPrintable(said));
    }
    QVERIFY(keeping_folder() != documents_folder());
}

void TrainPageTest::what_cannot_be_written_or_read_is_a_sentence() {
    open(scenery_->lay("finished"));
    page_->exports()->set_folder("/proc/no");
    const QString said = save(RunExports::ChartPng);
    QVERIFY(page_->exports()->failed());
    QVERIFY2(said.contains("/proc/no"), qPrintable(said));
    page_->exports()->set_folder(scratch_->filePath("kept"));
    QVERIFY(fs::remove(run().folder() / "best.safetensors"));
    QVERIFY(save(RunExports::ModelFile).contains("model cannot be read"));
}

void TrainPageTest::a_full_disk_is_a_sentence() {
    open(scenery_->lay("finished"));
    const QByteArray small = QFile::encodeName(scratch_->filePath("small"));
    QVERIFY(QDir().mkpath(QString::fromLocal8Bit(small)));
    if (::mount("none", small.constData(), "tmpfs", 0, "size=16k") != 0)
        QSKIP("a small disk can only be made by the system's administrator");
    page_->exports()->set_folder(QString::fromLocal8Bit(small));
    const QString said = save(RunExports::ModelFile);
    const bool left = !QDir(QString::fromLocal8Bit(small)).isEmpty(QDir::Files | QDir::Hidden);
    ::umount(small.constData());
    QVERIFY2(said.contains("disk is full"), qPrintable(said));
    QVERIFY(!left); // no half of a file
}

void TrainPageTest::on_a_stand_nothing_is_taken_along() {
    make(true);
    open(scenery_->lay("finished"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    QVERIFY(!page_->exports()->allowed() && !review().may_leave_out());
    page_->exports()->save(RunExports::ChartPng);
    QVERIFY(!page_->exports()->saving());
    QVERIFY(kept().isEmpty());
}

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

void TrainPageTest::a_run_of_another_machine_offers_no_model() {
    page_->openForeign(
        QUrl::fromLocalFile(QString::fromStdString((recorded / "finished").string())));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QVERIFY(run().foreign() && !run().has_model());
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    page_->useModel();
    QVERIFY(!page_->shelving());
}

void TrainPageTest::curves_of_another_program() {
    page_->openForeign(QUrl::fromLocalFile(
        QString::fromStdString((recorded / "finished" / "metrics.csv").string())));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Curves, patience_ms);
    QVERIFY(run().foreign() && !run().has_model() && !run().alive() && run().by_epoch());
    QCOMPARE(run().epochs(), 12);
    const auto *tests = run().accuracy_series().constLast().value<ChartSeries *>();
    QCOMPARE(tests->count(), 12);
    QCOMPARE(review().state(), RunReview::Empty);
    // The next run shows nothing of them.
    open(scenery_->lay("stopped"));
    QVERIFY(!run().foreign());
    QCOMPARE(tests->count(), 6);
}

void TrainPageTest::a_file_without_curves_is_a_sentence() {
    std::ofstream(path("letter.csv")) << "Dear Ada,\nhow are you?\n";
    page_->openForeign(QUrl::fromLocalFile(scratch_->filePath("letter.csv")));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Failed, patience_ms);
    QVERIFY2(run().problem().contains("another TensorBoard"), qPrintable(run().problem()));
}

void TrainPageTest::a_model_is_called_in_both_languages() {
    open(scenery_->lay("finished"));
    const Phrase title = run().title_phrase();
    QCOMPARE(title.en, std::string("Taster · built-in"));
    QCOMPARE(title.zh, std::string("体验版 · 内置图片"));
}

void TrainPageTest::nothing_is_measured_beside_a_training() {
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

void TrainPageTest::a_training_of_others_is_waited_for_data() {
    QTest::addColumn<bool>("stand");
    QTest::addRow("of the staff") << true;
    QTest::addRow("of a visitor") << false;
}

void TrainPageTest::a_training_of_others_is_waited_for() {
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

void TrainPageTest::one_that_others_began_meanwhile_is_waited_for() {
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

void TrainPageTest::another_way_to_compute_is_timed_anew() {
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

void TrainPageTest::what_takes_nobody_knows_how_long_is_asked_about() {
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

void TrainPageTest::another_batch_takes_nobody_knows_how_long() {
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

void TrainPageTest::one_that_ended_before_it_began_goes_back_to_choosing() {
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

void TrainPageTest::one_that_failed_before_it_began_leaves_nothing_data() {
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

void TrainPageTest::one_that_failed_before_it_began_leaves_nothing() {
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
    QVERIFY(fs::is_empty(path("runs")));
    page_->chooseAnew();
    QVERIFY(page_->can_start());
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

void TrainPageTest::the_report_has_samples_and_settings() {
    open(lay_at_home("finished"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    QCOMPARE(review().pictures(), RunReview::Empty); // no wall was opened
    QTRY_VERIFY_WITH_TIMEOUT(!run().settings().empty(), patience_ms);
    const ExportedRun all = page_->exported();
    const QString facts = all.report.facts.join(u' ');
    for (const char *setting : {"Epochs: 12", "Batch size: ", "Learning rate: ", "Seed: 0"})
        QVERIFY2(facts.contains(QLatin1String(setting)), qPrintable(facts));
    const auto samples = all.samples([] { return true; });
    QCOMPARE(samples.size(), RunReview::most_pictures);
    QVERIFY(!samples.front().image.isNull() && !samples.front().words.isEmpty());
    QVERIFY(save(RunExports::Report).startsWith("Saved in "));
    QFile report(scratch_->filePath("kept/" + stem_of("finished") + "report.pdf"));
    QVERIFY(report.open(QIODevice::ReadOnly));
    QVERIFY(report.readAll().count("/Subtype /Image") >= 4);
}

void TrainPageTest::hidden_curves_stay_out_of_the_chart_alone() {
    open(scenery_->lay("finished"));
    QCOMPARE(page_->exported().loss.curves.size(), std::size_t{2});
    run().showBoth(ChartSeries::Training, false);
    const ExportedRun taken = page_->exported();
    QCOMPARE(taken.loss.curves.size(), std::size_t{1});
    QCOMPARE(taken.accuracy.curves.size(), std::size_t{1});
    QCOMPARE(taken.table.front().curves.size(), std::size_t{2}); // numbers are kept whole
}

void TrainPageTest::curves_by_steps_are_compared_by_steps() {
    static_cast<void>(scenery_->lay("earlier"));
    page_->runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!page_->runs()->entries().empty(), patience_ms);
    std::ofstream(path("steps.csv")) << "step,test_loss\n10,2.0\n20,1.5\n30,1.2\n";
    page_->openForeign(QUrl::fromLocalFile(scratch_->filePath("steps.csv")));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Curves, patience_ms);
    QVERIFY(!run().by_epoch());
    page_->runs()->toggleCompared("earlier");
    QTRY_COMPARE_WITH_TIMEOUT(run().loss_series().size(), 3, patience_ms);
    const auto *other = run().loss_series().constFirst().value<ChartSeries *>();
    // The first line of its table: epoch, step, …
    std::ifstream table(recorded / "earlier" / "metrics.csv");
    std::string line;
    std::getline(table, line);
    std::getline(table, line);
    const double step = std::stod(line.substr(line.find(',') + 1));
    QVERIFY(step > 1);
    QCOMPARE(other->points().x(0), step);
}

void TrainPageTest::a_passer_by_s_bet_is_written_nowhere() {
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

void TrainPageTest::a_picture_of_ones_own_is_guessed_too() {
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

QTEST_MAIN(TrainPageTest)
#include "train_page_test.moc"
