// The window as a visitor uses it: the real pages, touched, with the fake backend behind them.
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <memory>

using namespace vitrine;

namespace {

constexpr double sure_temperature = 0.01;
constexpr double unsure_temperature = 5.0;
constexpr int patience_ms = 20'000;

QString text_of(const QQuickItem *item) { return item->property("text").toString(); }

} // namespace

class WindowTouchTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void the_window_shows_before_anything_is_loaded();
    void touching_a_built_in_picture_tells_what_it_is();
    void an_unsure_model_shows_the_candidates_as_equals();
    void the_language_switch_changes_every_text_at_once();
    void a_broken_file_is_a_sentence_in_the_case();
    void a_good_picture_after_a_broken_one_is_told();
    void the_newest_of_two_pictures_wins();
    void choosing_another_model_asks_it_about_the_same_picture();
    void the_switches_show_what_the_model_gets_and_where_it_looks();
    void the_answer_waits_for_the_visitors_guess();
    void the_theme_switch_turns_the_ground_light();
    void no_backend_is_a_sentence_in_the_panel();
    void the_main_action_opens_the_file_picker();
    void a_pasted_picture_is_told();
    void a_photo_that_was_held_upright_is_shown_upright();
    void touch_targets_are_large_enough_data();
    void touch_targets_are_large_enough();

  private:
    void open(const QString &model = QStringLiteral("sure-colours"),
              const std::string &backend = "fake");
    [[nodiscard]] QQuickItem *item(const QString &name) const;
    void touch(const QString &name);
    void keep(const QString &name);
    QString picture(const char *name, QColor colour) const;
    [[nodiscard]] PicturePage &page() { return *stage_->model().picture_page(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

void WindowTouchTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void WindowTouchTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    const auto write = [this](const char *name, double temperature) {
        const auto path = folder_->filePath(QString(name) + ".safetensors").toStdString();
        return write_model(path, tiny_model(name, temperature)).ok();
    };
    QVERIFY(write("sure-colours", sure_temperature));
    QVERIFY(write("unsure-colours", unsure_temperature));
    QDir(folder_->path()).mkdir("pictures");
    picture("pictures/1-red.png", Qt::red);
    picture("pictures/2-blue.png", Qt::blue);
}

void WindowTouchTest::cleanup() { stage_.reset(); }

QString WindowTouchTest::picture(const char *name, QColor colour) const {
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(colour);
    const QString path = folder_->filePath(name);
    image.save(path);
    return path;
}

void WindowTouchTest::open(const QString &model, const std::string &backend) {
    ComputeOptions options;
    options.backend = backend;
    stage_ = std::make_unique<WindowStage>(
        library_provider(options),
        WindowWishes{QStringLiteral("en"), model, folder_->filePath("pictures"), {}},
        folder_->filePath("settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
}

QQuickItem *WindowTouchTest::item(const QString &name) const {
    return find_item(*stage_->window(), name);
}

void WindowTouchTest::touch(const QString &name) {
    QTRY_VERIFY2(item(name) != nullptr && item(name)->isVisible(), qPrintable(name));
    const QPoint at = bring_under_finger(*stage_->window(), *item(name));
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

/// Keeps a picture of the window where VITRINE_KEEP_SCREENSHOTS names a folder.
void WindowTouchTest::keep(const QString &name) {
    const QString folder = qEnvironmentVariable("VITRINE_KEEP_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(stage_->window()->grabWindow().save(folder + u'/' + name + QStringLiteral(".png")));
}

void WindowTouchTest::the_window_shows_before_anything_is_loaded() {
    ModelProvider provider;
    QSemaphore gate;
    std::atomic<bool> asked = false;
    std::atomic<bool> visible = false;
    provider.list = [] { return std::vector<ModelChoice>{}; };
    provider.open = [&](const QString &) -> Result<OpenSession> {
        asked = true;
        visible = stage_->window()->isVisible();
        gate.acquire();
        return Error{"no_models", {}};
    };
    stage_ = std::make_unique<WindowStage>(provider, WindowWishes{"en", {}, {}, {}},
                                           folder_->filePath("settings.json"));
    QVERIFY(!stage_->window()->isVisible());
    QVERIFY(!asked);
    stage_->show(false);
    QTRY_VERIFY(asked);
    const bool shown = item("preparing")->isVisible();
    const QString says = text_of(item("preparing"));
    const QStringList computing = stage_->model().backends();
    gate.release(); // before anything can fail: the thread waits for it
    QVERIFY(visible);
    QVERIFY(shown);
    QCOMPARE(says, QStringLiteral("Getting ready…"));
    QCOMPARE(computing, QStringList("Getting ready…"));
    QTRY_COMPARE(stage_->model().readiness(), WindowModel::Stopped);
    QVERIFY(!item("preparing")->isVisible());
}

void WindowTouchTest::touching_a_built_in_picture_tells_what_it_is() {
    open();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("headline")->isVisible());
    QCOMPARE(text_of(item("confidence")), QStringLiteral("Very sure"));
    QCOMPARE(text_of(item("kinds")), QStringLiteral("Most likely crimson"));
    QCOMPARE(page().candidates()->rowCount(), 3);
    QVERIFY(text_of(item("timing")).endsWith(QStringLiteral("ms · FAKE")));
    QCOMPARE(text_of(item("mainAction")), QStringLiteral("Another picture"));
}

void WindowTouchTest::an_unsure_model_shows_the_candidates_as_equals() {
    open("unsure-colours");
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("confidence")), QStringLiteral("Not sure"), patience_ms);
    QCOMPARE(text_of(item("headline")), QStringLiteral("Red, ocean or soot?"));
    const auto *candidates = page().candidates();
    for (int row = 0; row < candidates->rowCount(); ++row)
        QVERIFY(!candidates->data(candidates->index(row), CandidateModel::LeadingRole).toBool());
}

void WindowTouchTest::the_language_switch_changes_every_text_at_once() {
    open();
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
    touch("languageSwitch");
    QTRY_COMPARE(text_of(item("headline")), QStringLiteral("这是海蓝"));
    QCOMPARE(text_of(item("confidence")), QStringLiteral("很有把握"));
    QCOMPARE(text_of(item("mainAction")), QStringLiteral("换一张"));
    QCOMPARE(text_of(item("pictureTab")), QStringLiteral("识图"));
    QCOMPARE(text_of(item("modelPill")), QStringLiteral("颜色 · 3 种"));
    const auto *candidates = page().candidates();
    QCOMPARE(candidates->data(candidates->index(0), CandidateModel::LabelRole).toString(),
             QStringLiteral("海蓝"));
    touch("languageSwitch");
    QTRY_COMPARE(text_of(item("headline")), QStringLiteral("Ocean"));
}

void WindowTouchTest::a_broken_file_is_a_sentence_in_the_case() {
    QFile cut(picture("pictures/0-cut.png", Qt::green));
    QVERIFY(cut.resize(cut.size() / 2));
    open();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("problem")),
                              QStringLiteral("This picture is damaged. Please try another."),
                              patience_ms);
    QVERIFY(item("problem")->isVisible());
    QVERIFY(!item("headline")->isVisible());
    QVERIFY(!item("picture")->isVisible());
    keep("problem");
}

void WindowTouchTest::a_good_picture_after_a_broken_one_is_told() {
    open();
    page().openUrl(QUrl::fromLocalFile(folder_->filePath("pictures/nothing-here.png")));
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Problem, patience_ms);
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Red"), patience_ms);
    QVERIFY(!item("problem")->isVisible());
    QVERIFY(item("picture")->isVisible());
}

void WindowTouchTest::the_newest_of_two_pictures_wins() {
    open();
    page().openSample(0);
    page().openSample(1);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QCOMPARE(page().headline(), QStringLiteral("Ocean"));
    QCOMPARE(page().picture().pixelColor(5, 5), QColor(Qt::blue));
}

void WindowTouchTest::choosing_another_model_asks_it_about_the_same_picture() {
    open();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("confidence")), QStringLiteral("Very sure"),
                              patience_ms);
    touch("modelPill");
    QTRY_VERIFY(item("model:unsure-colours") != nullptr);
    keep("models");
    touch("model:unsure-colours");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("confidence")), QStringLiteral("Not sure"), patience_ms);
    QCOMPARE(stage_->model().models()->current(), QStringLiteral("unsure-colours"));
}

void WindowTouchTest::the_switches_show_what_the_model_gets_and_where_it_looks() {
    // Red at the right of a picture of 64 × 48: the model gets the middle 48 × 48 as 8 × 8.
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::black);
    for (int y = 0; y < 48; ++y)
        for (int x = 32; x < 64; ++x)
            image.setPixelColor(x, y, Qt::red);
    const QString path = folder_->filePath("half.png");
    QVERIFY(image.save(path));
    open();
    page().openUrl(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QVERIFY(!item("seen")->isVisible() && !item("heatMap")->isVisible());
    touch("modelViewSwitch");
    touch("heatSwitch");
    QTRY_VERIFY(item("seen")->isVisible() && item("heatMap")->isVisible());
    const QImage seen = item("seen")->property("image").value<QImage>();
    QCOMPARE(seen.size(), QSize(8, 8));
    QCOMPARE(seen.pixelColor(0, 4), QColor(Qt::black));
    QCOMPARE(seen.pixelColor(7, 4), QColor(Qt::red));
    // Exactly over the crop of the photo as it is shown.
    const QQuickItem *photo = item("picture");
    const QRectF whole = photo->property("place").toRectF();
    const QRectF map = item("heatMap")->mapRectToItem(photo, {{}, item("heatMap")->size()});
    QVERIFY(qAbs(map.width() - 0.75 * whole.width()) < 1e-6);
    QVERIFY(qAbs(map.x() - whole.x() - 0.125 * whole.width()) < 1e-6);
    QVERIFY(qAbs(map.height() - whole.height()) < 1e-6);
    QVERIFY(qAbs(map.y() - whole.y()) < 1e-6);
    keep("views");
}

void WindowTouchTest::the_answer_waits_for_the_visitors_guess() {
    open();
    page().set_heat_shown(true); // at the picture before
    touch("guessSwitch");
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QTRY_VERIFY(item("guess:0") != nullptr && item("guess:0")->isVisible());
    for (const char *hidden : {"headline", "confidence", "timing", "heatSwitch"})
        QVERIFY2(!item(hidden)->isVisible(), hidden);
    QCOMPARE(text_of(item("mainAction")), QStringLiteral("See what it says"));
    QVERIFY(!item("heatMap")->isVisible()); // it would tell
    QVERIFY(!item("mainAction")->isEnabled());
    keep("guess");
    touch("guess:1"); // ocean, red, soot
    touch("mainAction");
    QTRY_VERIFY(item("headline")->isVisible());
    QVERIFY(item("heatMap")->isVisible());
    QTRY_COMPARE(text_of(item("guessScore")), QStringLiteral("You 1 : model 1"));
    QCOMPARE(text_of(item("mainAction")), QStringLiteral("Another picture"));
    keep("guessed");
}

void WindowTouchTest::the_theme_switch_turns_the_ground_light() {
    open();
    QCOMPARE(stage_->window()->color(), QColor(0x10, 0x14, 0x18));
    touch("themeSwitch");
    QTRY_COMPARE(stage_->window()->color(), QColor(0xF6, 0xF4, 0xEF));
    keep("light");
}

void WindowTouchTest::no_backend_is_a_sentence_in_the_panel() {
    open("sure-colours", "no-such-plugin");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Stopped, patience_ms);
    const QString told = text_of(item("modelProblem"));
    QVERIFY2(told.contains("no-such-plugin"), qPrintable(told));
    QVERIFY(item("modelProblem")->isVisible());
    keep("no-backend");
}

void WindowTouchTest::the_main_action_opens_the_file_picker() {
    open();
    QVERIFY(item("fileGrid") == nullptr);
    touch("mainAction");
    QTRY_VERIFY(item("fileGrid") != nullptr && item("fileGrid")->isVisible());
    keep("picker");
}

void WindowTouchTest::a_pasted_picture_is_told() {
    open();
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QImage image(20, 10, QImage::Format_ARGB32);
    image.fill(Qt::blue);
    QGuiApplication::clipboard()->setImage(image);
    QTest::keyClick(stage_->window(), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void WindowTouchTest::a_photo_that_was_held_upright_is_shown_upright() {
    // EXIF orientation 6: the camera was turned, the file holds the picture lying on its side.
    const QString path = picture("photo.jpg", Qt::red);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    bytes.insert(2, QByteArray::fromHex("ffe100224578696600004d4d002a00000008000101120003"
                                        "0000000100060000000000000000"));
    file.seek(0);
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    open();
    page().openUrl(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QCOMPARE(page().picture().size(), QSize(48, 64));
}

void WindowTouchTest::touch_targets_are_large_enough_data() {
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(1024, 600), QSize(1280, 800), QSize(1920, 1080),
                             QSize(1080, 1920), QSize(800, 600)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void WindowTouchTest::touch_targets_are_large_enough() {
    QFETCH(QSize, size);
    open();
    stage_->window()->resize(size);
    QTRY_COMPARE(stage_->window()->contentItem()->size().toSize(), size); // the pages know it
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    const struct {
        const char *name;
        double least;
    } targets[] = {{"mainAction", 64}, {"pictureTab", 64},     {"sample:0", 64},
                   {"modelPill", 48},  {"languageSwitch", 48}, {"themeSwitch", 48},
                   {"statusPill", 48}, {"moreButton", 48}};
    const QRectF window({0, 0}, QSizeF(size));
    for (const auto &[name, least] : targets) {
        QQuickItem *target = item(name);
        QVERIFY2(target != nullptr, name);
        if (!target->isVisible())
            continue;
        QVERIFY2(target->width() >= least && target->height() >= least, name);
        const QRectF place(target->mapToScene({0, 0}), target->size());
        QVERIFY2(window.contains(place), name);
    }
    keep(QTest::currentDataTag());
}

QTEST_MAIN(WindowTouchTest)
#include "window_touch_test.moc"
