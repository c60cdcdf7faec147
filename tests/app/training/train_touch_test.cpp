// A training from choosing to using, by finger, with the real program and LibTorch behind it.
#include "app/items/analysis/confusion_item.hpp"
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/window_stage.hpp"
#include "core/support/atomic_file.hpp"
#include "core/training/run/run_folder.hpp"
#include "tests/app/window/find_item.hpp"

#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <memory>

using namespace vitrine;

namespace {

constexpr int patience_ms = 40'000;
constexpr int epochs = 6;

/// Small enough to be trained in seconds on one core.
const char tiny_recipe[] = R"({
 "schema": 1, "name": "quick", "title": {"en": "Tiny", "zh": "小"},
 "network": "fastnet:widths=8/8/8",
 "input": {"width": 32, "height": 32, "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]},
 "epochs": %1, "batch": 20, "optimiser": {"kind": "sgd", "momentum": 0.9},
 "learning_rate": 0.01})";

/// Ten classes that differ by their colour alone, in CIFAR-10's layout.
QByteArray records(int count, int shift) {
    QByteArray bytes;
    for (int i = 0; i < count; ++i) {
        const int label = i % 10;
        bytes.append(static_cast<char>(label));
        for (int channel = 0; channel < 3; ++channel)
            for (int at = 0; at < 1024; ++at)
                bytes.append(static_cast<char>((label >> channel) % 2 * 120 + label * 6 +
                                               (at * 7 + i * 13 + shift) % 60));
    }
    return bytes;
}

void write(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TrainTouchTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void from_choosing_to_using_the_model();
    void results_are_looked_at_and_taken_along();
    void what_is_wrongly_labelled_is_left_out_of_the_next();
    void language_and_theme_change_while_it_trains();
    void a_trainer_that_is_killed_is_carried_on();
    void the_next_window_takes_the_training_up();
    void an_earlier_run_can_be_looked_at_meanwhile();
    void the_next_visitor_finds_the_whole_chart();
    void closing_asks_once();
    void a_stopped_run_keeps_its_best();

  private:
    void open(const QString &language = QStringLiteral("en"));
    void begin_training();
    [[nodiscard]] QQuickItem *item(const QString &name) const {
        return find_item(*stage_->window(), name);
    }
    [[nodiscard]] QString text(const QString &name) const {
        return item(name) == nullptr ? QString() : item(name)->property("text").toString();
    }
    [[nodiscard]] bool shows(const QString &name) const {
        return item(name) != nullptr && item(name)->isVisible();
    }
    void touch(const QString &name);
    void touch_at(const QPointF &place); ///< in the window, px
    void drag_bet(double from, double to);
    void picture_page_answers_as_the_test_did();
    void train_to_the_end();
    void touch_a_picture_of_a_cell();
    void keep(const QString &name);
    [[nodiscard]] TrainPage &page() { return *stage_->model().train_page(); }
    [[nodiscard]] ShownRun &run() { return *page().run(); }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<WindowStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

void TrainTouchTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
}

void TrainTouchTest::init() {
    scratch_ = std::make_unique<QTemporaryDir>();
    QVERIFY(scratch_->isValid());
    const QDir folder(scratch_->path());
    QVERIFY(folder.mkpath("data/vitrine") && folder.mkpath("recipes") && folder.mkpath("pictures"));
    qputenv("XDG_DATA_HOME", folder.filePath("data").toUtf8());
    qputenv("HOME", folder.path().toUtf8());
    write(folder.filePath("recipes/quick.json"),
          QByteArray(tiny_recipe).replace("%1", QByteArray::number(epochs)));
    QVERIFY(folder.mkpath("pictures/set"));
    write(folder.filePath("pictures/set/data_batch_1.bin"), records(100, 0));
    write(folder.filePath("pictures/set/test_batch.bin"), records(40, 5));
}

void TrainTouchTest::cleanup() {
    // Nothing that was started here stays.
    const auto live = run().folder();
    stage_.reset();
    if (is_trainer_alive(live)) {
        QVERIFY(leave_request(live, RunRequest::stop).ok());
        QTRY_VERIFY_WITH_TIMEOUT(!is_trainer_alive(live), patience_ms);
    }
}

void TrainTouchTest::open(const QString &language) {
    TrainingPlace place = TrainingPlace::of_user();
    place.program = VITRINE_PROGRAM;
    place.times = scratch_->filePath("times.json").toStdString();
    place.recipes = scratch_->filePath("recipes").toStdString();
    place.on_board = scratch_->filePath("pictures/set").toStdString();
    place.pace.look = std::chrono::milliseconds(20);
    WindowWishes wishes;
    wishes.language = language;
    wishes.training = place;
    wishes.compute.threads = 1;
    stage_ = std::make_unique<WindowStage>(library_provider({}), wishes,
                                           scratch_->filePath("settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
}

void TrainTouchTest::touch(const QString &name) {
    QTRY_VERIFY2_WITH_TIMEOUT(item(name) != nullptr && item(name)->isVisible() &&
                                  item(name)->isEnabled(),
                              qPrintable(name), patience_ms);
    (void)stage_->window()->grabWindow(); // draws, so that everything is in its place
    const QQuickItem *target = item(name);
    touch_at(target->mapToScene({target->width() / 2, target->height() / 2}));
}

void TrainTouchTest::touch_at(const QPointF &place) {
    const QPoint at = place.toPoint();
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

void TrainTouchTest::drag_bet(double from, double to) {
    const QQuickItem *slider = item("betSlider");
    QVERIFY(slider != nullptr);
    (void)stage_->window()->grabWindow();
    const auto at = [&](double share) {
        const double handle = slider->height() / 2;
        return slider
            ->mapToScene({handle / 2 + share * (slider->width() - handle), slider->height() / 2})
            .toPoint();
    };
    constexpr int steps = 10;
    QTest::touchEvent(stage_->window(), finger_).press(0, at(from), stage_->window());
    for (int step = 1; step <= steps; ++step)
        QTest::touchEvent(stage_->window(), finger_)
            .move(0, at(from + (to - from) * step / steps), stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at(to), stage_->window());
}

/// The first test picture, as a file: what the trained network said of it in the last test of the
/// training, it says on the Picture page.
void TrainTouchTest::picture_page_answers_as_the_test_did() {
    QTRY_COMPARE_WITH_TIMEOUT(page().review()->state(), RunReview::Ready, patience_ms);
    const QByteArray record = records(40, 5).left(3073);
    QImage picture(32, 32, QImage::Format_RGB32);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x) {
            const auto part = [&](int channel) {
                return static_cast<unsigned char>(record[1 + 1024 * channel + 32 * y + x]);
            };
            picture.setPixel(x, y, qRgb(part(0), part(1), part(2)));
        }
    const QString file = scratch_->filePath("first.png");
    QVERIFY(picture.save(file));
    PicturePage &pictures = *stage_->model().picture_page();
    stage_->model().open_paths({file});
    QTRY_COMPARE_WITH_TIMEOUT(pictures.state(), PicturePage::Answered, patience_ms);
    const int guessed = page().review()->analysis().guesses.front().guessed_class;
    const CandidateModel &candidates = *pictures.candidates();
    QCOMPARE(candidates.data(candidates.index(0), CandidateModel::LabelRole).toString(),
             page().review()->class_name(guessed));
    keep("train-used");
}

void TrainTouchTest::train_to_the_end() {
    begin_training();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(page().review()->state(), RunReview::Ready, patience_ms);
    QTRY_VERIFY(!page().training());
}

/// The cell of the first test picture, then the first picture there.
void TrainTouchTest::touch_a_picture_of_a_cell() {
    RunReview &review = *page().review();
    const RunGuess first = review.analysis().guesses.front();
    QTRY_VERIFY(item("confusion") != nullptr);
    (void)stage_->window()->grabWindow();
    auto *cells = qobject_cast<ConfusionItem *>(item("confusion"));
    // A finger scrolls there first.
    auto *scroll = item("runScroll");
    const QPointF cell = cells->cell(first.true_class, first.guessed_class).center();
    scroll->setProperty("contentY", std::max(0.0, cells->mapToItem(scroll, cell).y() - 100));
    (void)stage_->window()->grabWindow();
    touch_at(cells->mapToScene(cell));
    QTRY_COMPARE(review.true_class(), first.true_class);
    QCOMPARE(review.guessed_class(), first.guessed_class);
    QTRY_COMPARE_WITH_TIMEOUT(review.pictures(), RunReview::Ready, patience_ms);
    const auto shown = review.cell_pictures().constFirst().value<GuessRow>();
    const QString name = QStringLiteral("guess:%1").arg(shown.picture);
    QTRY_VERIFY(item(name) != nullptr);
    (void)stage_->window()->grabWindow();
    const double most =
        std::max(0.0, scroll->property("contentHeight").toDouble() - scroll->height());
    scroll->setProperty("contentY", std::clamp(item(name)->mapToItem(scroll, {0, 0}).y() +
                                                   scroll->property("contentY").toDouble() - 50,
                                               0.0, most));
    touch(name);
    QTRY_VERIFY(shows("closeUpTruth"));
    QVERIFY2(text("closeUpTruth").contains(shown.true_name), qPrintable(text("closeUpTruth")));
}

/// Keeps a picture of the window where VITRINE_KEEP_SCREENSHOTS names a folder.
void TrainTouchTest::keep(const QString &name) {
    const QString folder = qEnvironmentVariable("VITRINE_KEEP_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(stage_->window()->grabWindow().save(folder + u'/' + name + QStringLiteral(".png")));
}

void TrainTouchTest::begin_training() {
    touch("trainTab");
    QTRY_COMPARE_WITH_TIMEOUT(page().choice()->state(), TrainingDataChoice::Good, patience_ms);
    touch("startTraining");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
}

void TrainTouchTest::from_choosing_to_using_the_model() {
    open();
    touch("trainTab");
    QTRY_COMPARE_WITH_TIMEOUT(page().choice()->state(), TrainingDataChoice::Good, patience_ms);
    QVERIFY2(text("dataSummary").contains("100"), qPrintable(text("dataSummary")));
    QVERIFY(item("recipe:quick") != nullptr);
    drag_bet(0.5, 0.75);
    const QString bet = text("betText");
    QVERIFY2(std::abs(page().bet() - 0.75) < 0.05, qPrintable(bet));
    QCOMPARE(bet, QString::number(std::lround(100 * page().bet())) + u'%');
    keep("train-choose");
    touch("startTraining");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    touch("pauseRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    QVERIFY(text("runWords").contains("paused"));
    keep("train-paused");
    touch("resumeRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QCOMPARE(run().record().epochs.size(), std::size_t(epochs));
    QCOMPARE(run().probe()->count(), 12);
    QTRY_VERIFY2(text("betOutcome").startsWith("The bet was " + bet),
                 qPrintable(text("betOutcome")));
    keep("train-finished");
    touch("useModel");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().page(), QStringLiteral("picture"), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(stage_->model().models()->current(),
             QString::fromStdString(run().folder().filename().string()));
    QVERIFY(stage_->model().model_title().contains("10 kinds"));
    picture_page_answers_as_the_test_did();
    // The page is as it was left.
    touch("trainTab");
    QTRY_VERIFY(item("bestAccuracy") != nullptr && item("bestAccuracy")->isVisible());
}

void TrainTouchTest::results_are_looked_at_and_taken_along() {
    open();
    page().exports()->set_folder(scratch_->filePath("kept"));
    train_to_the_end();
    touch_a_picture_of_a_cell();
    keep("train-close-up");
    touch("closeSheet");
    QTRY_VERIFY(!shows("closeUpTruth"));
    item("runScroll")->setProperty("contentY", 0);
    touch("section:mistakes");
    touch("section:classes");
    touch("section:files");
    for (const char *button : {"savePng", "saveSvg", "saveCsv", "saveReport", "saveModel"}) {
        touch(button);
        QTRY_VERIFY_WITH_TIMEOUT(!page().exports()->saving() && !text("exportSaid").isEmpty(),
                                 patience_ms);
        QVERIFY2(text("exportSaid").startsWith("Saved in"), qPrintable(text("exportSaid")));
    }
    keep("train-saved");
    QCOMPARE(QDir(scratch_->filePath("kept")).entryList(QDir::Files).size(), 8);
    touch("section:curves");
    touch("replayRun");
    QTRY_VERIFY(run().replaying());
    touch("endReplay");
    touch("useModel");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().page(), QStringLiteral("picture"), patience_ms);
}

void TrainTouchTest::what_is_wrongly_labelled_is_left_out_of_the_next() {
    open();
    train_to_the_end();
    QCOMPARE(run().record().start.test_pictures, std::int64_t{40});
    touch_a_picture_of_a_cell();
    touch("leaveOut");
    QTRY_VERIFY(shows("closeUpLeftOut"));
    touch("closeSheet");
    QTRY_VERIFY(!shows("closeUpLeftOut"));
    touch("trainAnother");
    QTRY_VERIFY2(text("leftOut").startsWith("1 wrongly"), qPrintable(text("leftOut")));
    touch("startTraining");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    QCOMPARE(run().record().start.test_pictures, std::int64_t{39});
    QTRY_VERIFY(std::ranges::any_of(run().record().remarks, [](const RunRemark &remark) {
        return remark.error.code == "pictures_left_out";
    }));
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    // Its results are of the pictures that it had.
    QTRY_COMPARE_WITH_TIMEOUT(page().review()->state(), RunReview::Ready, patience_ms);
    page().review()->load_pictures();
    QTRY_COMPARE_WITH_TIMEOUT(page().review()->pictures(), RunReview::Ready, patience_ms);
    QTRY_VERIFY(!page().training());
    touch("trainAnother");
    touch("bringLeftOutBack");
    QTRY_VERIFY(text("leftOut").isEmpty());
}

void TrainTouchTest::language_and_theme_change_while_it_trains() {
    open();
    begin_training();
    touch("pauseRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    stage_->model().switchLanguage();
    stage_->model().switchTheme();
    QTRY_VERIFY2(text("runWords").contains(QStringLiteral("已暂停")), qPrintable(text("runWords")));
    const auto steps = run().record().steps.size();
    touch("pictureTab"); // and back again
    touch("trainTab");
    touch("resumeRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QVERIFY(run().record().steps.size() > steps);
}

void TrainTouchTest::a_trainer_that_is_killed_is_carried_on() {
    open();
    begin_training();
    QTRY_VERIFY_WITH_TIMEOUT(!run().record().epochs.empty(), patience_ms);
    QVERIFY(::kill(look_at_run(run().folder()).pid, SIGKILL) == 0);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Died, patience_ms);
    QTRY_VERIFY2(text("runHint").contains("progress is saved"), qPrintable(text("runHint")));
    keep("train-died");
    touch("carryOn");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QCOMPARE(run().record().epochs.size(), std::size_t(epochs));
    QVERIFY(run().record().start.resumed);
    // Nothing came of it but what comes of one that nobody disturbs.
    const auto disturbed = run().folder();
    QTRY_VERIFY(!page().training());
    touch("trainAnother");
    touch("startTraining");
    QTRY_VERIFY_WITH_TIMEOUT(run().folder() != disturbed && run().life() == ShownRun::Finished,
                             patience_ms);
    for (const char *name : {"best.safetensors", "metrics.csv"}) {
        const auto one = read_file(disturbed / name);
        const auto other = read_file(run().folder() / name);
        QVERIFY2(one.ok() && other.ok() && *one == *other, name);
    }
}

void TrainTouchTest::the_next_window_takes_the_training_up() {
    open();
    begin_training();
    touch("pauseRun"); // so that it is still there
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    const auto folder = run().folder();
    stage_.reset();
    QVERIFY(is_trainer_alive(folder));
    open();
    touch("trainTab");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    QCOMPARE(run().folder(), folder);
    touch("resumeRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QTRY_VERIFY(!page().training());
}

void TrainTouchTest::an_earlier_run_can_be_looked_at_meanwhile() {
    open();
    begin_training();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QTRY_VERIFY(!page().training());
    const auto earlier = QString::fromStdString(run().folder().filename().string());
    page().chooseAnew();
    page().start();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Running, patience_ms);
    touch("pauseRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    const auto now = run().folder();
    page().openRun(earlier);
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Finished, patience_ms);
    QVERIFY(page().training()); // the other one
    page().showLive();
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    QCOMPARE(run().folder(), now);
    touch("resumeRun");
    QTRY_VERIFY_WITH_TIMEOUT(!page().training(), patience_ms);
}

void TrainTouchTest::the_next_visitor_finds_the_whole_chart() {
    open();
    begin_training();
    touch("pauseRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    auto *curve = run().loss_series().constFirst().value<ChartSeries *>();
    QVERIFY(curve != nullptr);
    curve->set_visible(false);
    const QPointer<QQuickItem> before = item("lossCard");
    QVERIFY(!before.isNull());
    stage_->model().forget_visitor();
    QVERIFY(curve->visible());
    QTRY_VERIFY(before.isNull()); // and with it, where and how closely one looked
    touch("trainTab");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    touch("resumeRun");
    QTRY_VERIFY_WITH_TIMEOUT(!page().training(), patience_ms);
}

void TrainTouchTest::closing_asks_once() {
    open();
    begin_training();
    touch("pauseRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Paused, patience_ms);
    stage_->window()->close();
    QVERIFY(stage_->window()->isVisible());
    touch("closeCancel");
    QVERIFY(stage_->window()->isVisible());
    stage_->window()->close();
    touch("closeKeep");
    QTRY_VERIFY(!stage_->window()->isVisible());
    QVERIFY(is_trainer_alive(run().folder()));
}

void TrainTouchTest::a_stopped_run_keeps_its_best() {
    open();
    begin_training();
    QTRY_VERIFY_WITH_TIMEOUT(!run().record().epochs.empty(), patience_ms);
    touch("stopRun");
    QTRY_COMPARE_WITH_TIMEOUT(run().life(), ShownRun::Stopped, patience_ms);
    QVERIFY(run().has_model());
    QTRY_VERIFY(item("useModel")->isVisible() && item("carryOnStopped")->isVisible());
    touch("useModel");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().models()->current(),
                              QString::fromStdString(run().folder().filename().string()),
                              patience_ms);
}

QTEST_MAIN(TrainTouchTest)
#include "train_touch_test.moc"
