// The Train page's view model over recorded runs: what came of them, beside each other, taken
// along; and what may happen to a run while somebody looks at it.
#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "app/views/train_scenery.hpp"
#include "app/window_stage.hpp"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sys/mount.h>

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

  private:
    void make(bool stand = false);
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
    std::unique_ptr<TrainPage> page_;
};

void TrainPageTest::init() {
    scratch_ = std::make_unique<QTemporaryDir>();
    language_ = std::make_unique<Language>();
    language_->set_code("en");
    scenery_ = std::make_unique<TrainScenery>(recorded, path("runs"));
    make();
}

void TrainPageTest::make(bool stand) {
    page_.reset();
    TrainingPlace place;
    place.program = "/bin/true";
    place.runs = path("runs");
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
    open(scenery_->lay("finished"));
    // As it would be noted on this machine.
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    review().load_pictures();
    QTRY_VERIFY_WITH_TIMEOUT(review().pictures() == RunReview::Ready ||
                                 review().pictures() == RunReview::Failed,
                             patience_ms);
    if (review().pictures() == RunReview::Failed)
        QSKIP("the pictures on board are not beside the program");
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
    open(scenery_->lay_under_way(RunFolder::State::running));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    page_->begin();
    QTRY_COMPARE_WITH_TIMEOUT(page_->choice()->state(), TrainingDataChoice::Good, patience_ms);
    const QAbstractListModel &recipes = *page_->recipes();
    for (int row = 0; row < recipes.rowCount(); ++row)
        QVERIFY(!recipes.data(recipes.index(row), RecipeList::MeasuringRole).toBool());
}

QTEST_MAIN(TrainPageTest)
#include "train_page_test.moc"
