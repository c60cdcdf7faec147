// The Train page's view model over recorded runs: what came of them, beside each other, taken
// along.
#include "app/services/free_file.hpp"
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/training/train_page_stage.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTest>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/mount.h>

using namespace vitrine;

namespace fs = std::filesystem;

class TrainResultsTest : public QObject, private TrainPageStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare_application(); }
    void init() { set_up(); }
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
    void a_run_of_another_machine_offers_no_model();
    void curves_of_another_program();
    void a_file_without_curves_is_a_sentence();
    void a_model_is_called_in_both_languages();
    void the_report_has_samples_and_settings();
    void hidden_curves_stay_out_of_the_chart_alone();
    void curves_by_steps_are_compared_by_steps();

  private:
    [[nodiscard]] QStringList kept() const {
        return QDir(scratch_->filePath("kept")).entryList(QDir::Files, QDir::Name);
    }
    QString save(RunExports::Kind kind);
    /// Of the files' names: "Vitrine Taster built-in 2026-11-24 15-30 ".
    [[nodiscard]] QString stem_of(const char *id) const {
        const QFileInfo run(scratch_->filePath(QStringLiteral("runs/%1/run.json").arg(id)));
        return run.lastModified().toString("'Vitrine Taster built-in' yyyy-MM-dd HH-mm ");
    }
    /// The recorded run as it would be noted on this machine.
    [[nodiscard]] std::string lay_at_home(const char *name);
};

QString TrainResultsTest::save(RunExports::Kind kind) {
    page_->exports()->save(kind);
    if (!QTest::qWaitFor([this] { return !page_->exports()->saving(); }, patience_ms))
        return QStringLiteral("still saving");
    return page_->exports()->said();
}

std::string TrainResultsTest::lay_at_home(const char *name) {
    std::string id = scenery_->lay(name);
    const fs::path best = path("runs") / id / "best.safetensors";
    if (auto model = read_model(best)) {
        model->manifest.provenance.dataset = VITRINE_ASSETS "/data/cifar10-small";
        (void)write_model(best, *model);
    }
    return id;
}

void TrainResultsTest::results_are_those_of_the_run() {
    open(scenery_->lay("finished"));
    QCOMPARE(run().life(), ShownRun::Finished);
    QCOMPARE(run().result_text(), QStringLiteral("53 of 100 new pictures right")); // 0.53
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    // The run's own last word has the same counts.
    std::ifstream events(recorded() / "finished" / "events.jsonl");
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

void TrainResultsTest::a_wrongly_labelled_picture_is_left_out_and_comes_back() {
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

void TrainResultsTest::settings_that_differ_are_laid_side_by_side() {
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

void TrainResultsTest::everything_can_be_taken_along() {
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
    QFile model(QString::fromStdString((recorded() / "finished" / "best.safetensors").string()));
    QVERIFY(model.open(QIODevice::ReadOnly));
    QCOMPARE(bytes("model.safetensors"), model.readAll());
    // A line a step of each training curve, a line an epoch of each test curve, and the names.
    const auto &record = run().record();
    const auto lines = 1 + 2 * (record.steps.size() + record.epochs.size());
    QCOMPARE(bytes("curves.csv").count('\n'), static_cast<qsizetype>(lines));
    QCOMPARE(bytes("confusion matrix.csv").count('\n'), qsizetype{11});
}

void TrainResultsTest::nothing_is_written_over() {
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

void TrainResultsTest::pictures_and_papers_go_where_people_look() {
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

void TrainResultsTest::what_cannot_be_written_or_read_is_a_sentence() {
    open(scenery_->lay("finished"));
    page_->exports()->set_folder("/proc/no");
    const QString said = save(RunExports::ChartPng);
    QVERIFY(page_->exports()->failed());
    QVERIFY2(said.contains("/proc/no"), qPrintable(said));
    page_->exports()->set_folder(scratch_->filePath("kept"));
    QVERIFY(fs::remove(run().folder() / "best.safetensors"));
    QVERIFY(save(RunExports::ModelFile).contains("model cannot be read"));
}

void TrainResultsTest::a_full_disk_is_a_sentence() {
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

void TrainResultsTest::on_a_stand_nothing_is_taken_along() {
    make(true);
    open(scenery_->lay("finished"));
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    QVERIFY(!page_->exports()->allowed() && !review().may_leave_out());
    page_->exports()->save(RunExports::ChartPng);
    QVERIFY(!page_->exports()->saving());
    QVERIFY(kept().isEmpty());
}

void TrainResultsTest::a_run_of_another_machine_offers_no_model() {
    page_->openForeign(
        QUrl::fromLocalFile(QString::fromStdString((recorded() / "finished").string())));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QVERIFY(run().foreign() && !run().has_model());
    QTRY_COMPARE_WITH_TIMEOUT(review().state(), RunReview::Ready, patience_ms);
    page_->useModel();
    QVERIFY(!page_->shelving());
}

void TrainResultsTest::curves_of_another_program() {
    page_->openForeign(QUrl::fromLocalFile(
        QString::fromStdString((recorded() / "finished" / "metrics.csv").string())));
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

void TrainResultsTest::a_file_without_curves_is_a_sentence() {
    std::ofstream(path("letter.csv")) << "Dear Ada,\nhow are you?\n";
    page_->openForeign(QUrl::fromLocalFile(scratch_->filePath("letter.csv")));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Failed, patience_ms);
    QVERIFY2(run().problem().contains("another TensorBoard"), qPrintable(run().problem()));
}

void TrainResultsTest::a_model_is_called_in_both_languages() {
    open(scenery_->lay("finished"));
    const Phrase title = run().title_phrase();
    QCOMPARE(title.en, std::string("Taster · built-in"));
    QCOMPARE(title.zh, std::string("体验版 · 内置图片"));
}

void TrainResultsTest::the_report_has_samples_and_settings() {
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

void TrainResultsTest::hidden_curves_stay_out_of_the_chart_alone() {
    open(scenery_->lay("finished"));
    QCOMPARE(page_->exported().loss.curves.size(), std::size_t{2});
    run().showBoth(ChartSeries::Training, false);
    const ExportedRun taken = page_->exported();
    QCOMPARE(taken.loss.curves.size(), std::size_t{1});
    QCOMPARE(taken.accuracy.curves.size(), std::size_t{1});
    QCOMPARE(taken.table.front().curves.size(), std::size_t{2}); // numbers are kept whole
}

void TrainResultsTest::curves_by_steps_are_compared_by_steps() {
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
    std::ifstream table(recorded() / "earlier" / "metrics.csv");
    std::string line;
    std::getline(table, line);
    std::getline(table, line);
    const double step = std::stod(line.substr(line.find(',') + 1));
    QVERIFY(step > 1);
    QCOMPARE(other->points().x(0), step);
}

QTEST_MAIN(TrainResultsTest)
#include "train_results_test.moc"
