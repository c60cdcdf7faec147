// A finished run as the window shows it, against a run folder that is made here.
#include "app/items/analysis/confusion_item.hpp"
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/viewmodels/runs/run_review.hpp"
#include "app/window_stage.hpp"
#include "core/data/training/training_data.hpp"
#include "core/models/model_file.hpp"
#include "core/models/safetensors.hpp"
#include "tests/app/window/find_item.hpp"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;
constexpr int side = 8;

/// train/ and test/ with two kinds: red ones and blue ones, each picture a shade of its own.
[[nodiscard]] bool make_pictures(const QDir &folder) {
    for (const char *split : {"train", "test"})
        for (const char *kind : {"blue", "red"}) {
            const QString path = QStringLiteral("%1/%2").arg(split, kind);
            if (!folder.mkpath(path))
                return false;
            for (int i = 0; i < 3; ++i) {
                QImage image(side, side, QImage::Format_RGB32);
                const int shade = 100 + 40 * i + (split[1] == 'e' ? 20 : 0);
                image.fill(kind[0] == 'r' ? qRgb(shade, 0, 0) : qRgb(0, 0, shade));
                if (!image.save(folder.filePath(QStringLiteral("%1/%2.png").arg(path).arg(i))))
                    return false;
            }
        }
    return true;
}

template <typename T>
Tensor tensor_of(DataType type, std::vector<std::int64_t> shape, const std::vector<T> &values) {
    Tensor tensor{type, std::move(shape), std::vector<std::byte>(values.size() * sizeof(T))};
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

} // namespace

class RunReviewTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();

    void mix_ups_are_told_in_both_languages();
    void accuracies_and_confidence_are_told();
    void a_folder_without_answers_is_a_sentence();
    void pictures_are_those_that_went_in();
    void pictures_of_a_report_may_be_given_up();
    void a_changed_data_set_is_noticed();
    void pictures_that_are_elsewhere_are_not_asked_for();
    void a_review_may_go_while_it_reads();
    void a_tap_on_a_cell_chooses_it();
    void the_report_is_one_page_with_everything();

  private:
    bool open(RunReview &review) {
        review.open(folder_->path());
        return QTest::qWaitFor([&] { return review.state() != RunReview::Reading; }, patience_ms);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    Language language_;
};

void RunReviewTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
}

void RunReviewTest::init() {
    language_.set_code("en");
    folder_ = std::make_unique<QTemporaryDir>();
    const QString pictures = folder_->filePath("data");
    QVERIFY(make_pictures(QDir(pictures)));
    Manifest manifest;
    manifest.name = "small";
    manifest.architecture = *parse_architecture("fastnet:classes=2");
    manifest.labels = {{"blue", "蓝"}, {"red", "红"}};
    manifest.input.width = manifest.input.height = side;
    DataOptions options;
    options.input = manifest.input;
    const auto data = load_training_data(pictures.toStdString(), options);
    QVERIFY(data.ok());
    manifest.provenance.dataset = pictures.toStdString();
    manifest.provenance.dataset_fingerprint = data->fingerprint;
    const std::filesystem::path path = folder_->path().toStdString();
    SafetensorsFile model;
    model.metadata["vitrine"] = to_json(manifest);
    QVERIFY(write_safetensors(path / "best.safetensors", model).ok());
    // Blue: right, wrong (surely), wrong. Red: all right.
    SafetensorsFile file;
    file.tensors["logits"] =
        tensor_of<float>(DataType::float32, {6, 2}, {2, 0, 0, 4, 0, 1, 0, 1, 0, 2, 0, 3});
    file.tensors["labels"] = tensor_of<std::int32_t>(DataType::int32, {6}, data->test.labels);
    file.metadata.emplace("epoch", "3");
    QCOMPARE(data->test.labels, (std::vector<std::int32_t>{0, 0, 0, 1, 1, 1}));
    QVERIFY(write_safetensors(path / "predictions.safetensors", file).ok());
}

void RunReviewTest::mix_ups_are_told_in_both_languages() {
    RunReview review(language_);
    QVERIFY(open(review));
    QCOMPARE(review.state(), RunReview::Ready);
    QCOMPARE(review.mix_ups().size(), 1);
    auto row = review.mix_ups()[0].value<MixUpRow>();
    QCOMPARE(row.words + " " + row.times, QStringLiteral("blue → red 2 times"));
    language_.set_code("zh");
    row = review.mix_ups()[0].value<MixUpRow>();
    QCOMPARE(row.words + " " + row.times, QStringLiteral("蓝 → 红 2 次"));
    review.choose_cell(row.true_class, row.guessed_class);
    QCOMPARE(review.cell_words(), QStringLiteral("其实是蓝，它说是红：2 张"));
    review.choose_cell(2, 0); // there is no such class
    QCOMPARE(review.true_class(), -1);
}

void RunReviewTest::accuracies_and_confidence_are_told() {
    RunReview review(language_);
    QVERIFY(open(review));
    QCOMPARE(review.best_epoch(), 3);
    QCOMPARE(review.accuracy(), QStringLiteral("66.7%"));
    QCOMPARE(review.class_accuracies().size(), 2);
    QCOMPARE(review.class_accuracies()[0].value<ClassAccuracyRow>().percentage,
             QStringLiteral("33.3%"));
    // All of them, not nearly all.
    QCOMPARE(review.class_accuracies()[1].value<ClassAccuracyRow>().percentage,
             QStringLiteral("100.0%"));
    double shares = 0;
    for (const QVariant &row : review.reliability())
        shares += row.value<ReliabilityRow>().share;
    QVERIFY(std::abs(shares - 1) < 1e-12);
    QCOMPARE(review.reliability_words().count(u'\n') + 1, review.reliability().size());
}

void RunReviewTest::a_folder_without_answers_is_a_sentence() {
    RunReview review(language_);
    QVERIFY(QFile::remove(folder_->filePath("predictions.safetensors")));
    QVERIFY(open(review));
    QCOMPARE(review.state(), RunReview::Failed);
    QVERIFY(review.problem().contains("epoch"));
    QVERIFY(review.mix_ups().isEmpty() && review.worst_mistakes().isEmpty());
}

void RunReviewTest::pictures_are_those_that_went_in() {
    RunReview review(language_);
    QVERIFY(open(review));
    QCOMPARE(review.worst_mistakes().size(), 2);
    QVERIFY(review.worst_mistakes()[0].value<GuessRow>().image.value<QImage>().isNull());
    review.load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(review.pictures(), RunReview::Ready, patience_ms);
    const auto worst = review.worst_mistakes()[0].value<GuessRow>();
    // The surest mistake is the second blue one.
    QCOMPARE(worst.image.value<QImage>().pixelColor(3, 3), QColor(0, 0, 160));
    QCOMPARE(worst.words, QStringLiteral("Really blue, it says red (98.2%)"));
    review.choose_cell(0, 1);
    QCOMPARE(review.cell_pictures().size(), 2);
}

void RunReviewTest::pictures_of_a_report_may_be_given_up() {
    RunReview review(language_);
    QVERIFY(open(review));
    const auto samples = review.samples(); // no wall was opened: each is decoded for it
    QVERIFY(samples([] { return false; }).empty());
    QCOMPARE(samples([] { return true; }).size(), std::size_t{2});
}

void RunReviewTest::a_changed_data_set_is_noticed() {
    RunReview review(language_);
    QVERIFY(open(review));
    QImage other(side, side, QImage::Format_RGB32);
    other.fill(Qt::green);
    QVERIFY(other.save(folder_->filePath("data/test/red/1.png")));
    review.load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(review.pictures(), RunReview::Failed, patience_ms);
    QVERIFY(review.pictures_problem().contains("changed"));
    QCOMPARE(review.state(), RunReview::Ready); // all else is still there
}

void RunReviewTest::pictures_that_are_elsewhere_are_not_asked_for() {
    RunReview review(language_);
    QVERIFY(open(review));
    QVERIFY(QDir(folder_->filePath("data")).removeRecursively());
    review.load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(review.pictures(), RunReview::Failed, patience_ms);
    QVERIFY2(review.pictures_problem().contains("not on this machine"),
             qPrintable(review.pictures_problem()));
}

void RunReviewTest::a_review_may_go_while_it_reads() {
    auto review = std::make_unique<RunReview>(language_);
    review->open(folder_->path());
    review.reset();
    review = std::make_unique<RunReview>(language_);
    QVERIFY(open(*review));
    review->load_pictures();
    review->open(folder_->path()); // gives the pictures up
    QTRY_COMPARE_WITH_TIMEOUT(review->state(), RunReview::Ready, patience_ms);
    QCOMPARE(review->pictures(), RunReview::Empty);
}

void RunReviewTest::a_tap_on_a_cell_chooses_it() {
    RunReview review(language_);
    QVERIFY(open(review));
    QQmlEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QQmlComponent component(&engine);
    component.setData(R"(
import QtQuick
import Vitrine
import Vitrine.App
Window {
    id: window
    required property RunReview review
    width: 500
    height: 700
    ConfusionMatrix { width: 500; review: window.review }
}
)",
                      QUrl(QStringLiteral("qrc:/matrix.qml")));
    const std::unique_ptr<QObject> root(
        component.createWithInitialProperties({{"review", QVariant::fromValue(&review)}}));
    auto *window = qobject_cast<QQuickWindow *>(root.get());
    QVERIFY2(window != nullptr, qPrintable(component.errorString()));
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window));
    (void)window->grabWindow();
    auto *cells = qobject_cast<ConfusionItem *>(find_item(*window, "confusion"));
    QVERIFY(cells != nullptr && cells->cell(0, 1).width() > 20);
    QVERIFY(cells->cell(0, 2).isEmpty());
    const QPoint at = cells->mapToScene(cells->cell(0, 1).center()).toPoint();
    QPointingDevice *finger = QTest::createTouchDevice();
    QTest::touchEvent(window, finger).press(0, at, window);
    QTest::touchEvent(window, finger).release(0, at, window);
    QTRY_COMPARE(review.true_class(), 0);
    QCOMPARE(review.guessed_class(), 1);
    cells->choose_beside(1, 0);
    QCOMPARE(review.true_class(), 1);
    // Enlarged, the cell that the keyboard chooses is brought into view, and the ring says where
    // the keys go.
    QQuickItem *area = find_item(*window, "confusionArea");
    const QRectF seen({}, area->size());
    QMetaObject::invokeMethod(find_item(*window, "confusionMatrix"), "zoomTo",
                              Q_ARG(QVariant, 1.5));
    cells->forceActiveFocus();
    window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(window));
    for (const auto &[key, row, column] :
         {std::tuple(Qt::Key_Up, 0, 1), std::tuple(Qt::Key_Left, 0, 0),
          std::tuple(Qt::Key_Down, 1, 0), std::tuple(Qt::Key_Right, 1, 1)}) {
        QTest::keyClick(window, key);
        QCOMPARE(review.true_class(), row);
        QCOMPARE(review.guessed_class(), column);
        const QPointF centre = cells->mapToItem(area, cells->cell(row, column).center());
        QVERIFY2(seen.contains(centre), qPrintable(QStringLiteral("%1 %2").arg(row).arg(column)));
    }
}

void RunReviewTest::the_report_is_one_page_with_everything() {
    RunReview review(language_);
    QVERIFY(open(review));
    review.load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(review.pictures(), RunReview::Ready, patience_ms);
    RunReport report = review.report();
    QCOMPARE(report.class_names, QStringList({"blue", "red"}));
    QCOMPARE(report.mix_ups.size(), std::size_t{1});
    report.pictures = review.samples()([] { return true; });
    QCOMPARE(report.pictures.size(), std::size_t{2});
    QVERIFY(report.facts[0].contains("66.7%"));
    report.title = QStringLiteral("训练报告");
    ChartPlan plan;
    ChartCurve curve{{}, QStringLiteral("loss"), 1, true, false, 2};
    for (int epoch = 1; epoch <= 3; ++epoch)
        curve.points.append(epoch, 1.0 / epoch);
    plan.curves = {curve};
    report.charts = {plan, plan};
    const QString path = folder_->filePath("report.pdf");
    QVERIFY(save_run_report(report, path.toStdString()).ok());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray pdf = file.readAll();
    QVERIFY(pdf.startsWith("%PDF-"));
    QCOMPARE(pdf.count("/Type /Page\n"), 1);
    QVERIFY(pdf.count("/Subtype /Image") >= 2); // the two pictures
    QVERIFY(pdf.contains("/FontFile"));         // and real text
    report = {};                                // nothing at all is no trouble
    QVERIFY(save_run_report(report, path.toStdString()).ok());
    QVERIFY(!save_run_report(report, "/proc/no/report.pdf").ok());
}

QTEST_MAIN(RunReviewTest)
#include "run_review_test.moc"
