// Choosing, opening and looking at the same time, and what the window remembers of it. The real
// inference thread with the fake backend; a gate holds the opening of models where a test wants it.
#include "app/services/model_library.hpp"
#include "app/settings/settings_store.hpp"
#include "app/window_stage.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QFileInfo>
#include <QImage>
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
constexpr int wide_open = 1000;
const QString sure = QStringLiteral("sure-colours");
const QString unsure = QStringLiteral("unsure-colours");
const QString broken = QStringLiteral("broken-colours");

} // namespace

class WindowOverlapTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void the_last_picture_tapped_while_getting_ready_is_told();
    void a_model_chosen_while_another_looks_is_asked_instead();
    void the_model_tapped_last_wins();
    void a_broken_model_is_told_and_not_remembered();
    void a_mistyped_model_is_told();
    void a_remembered_model_that_is_gone_gives_way_without_a_word();

  private:
    [[nodiscard]] ModelProvider provider();
    void begin(const QString &model, int gates = wide_open);
    [[nodiscard]] QString settings() const { return folder_->filePath("settings.json"); }
    [[nodiscard]] PicturePage &page() { return *window_->picture_page(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSemaphore> gate_; ///< one may pass for each model that opens
    std::atomic<int> arrived_ = 0;     ///< models that came to the gate
    std::unique_ptr<WindowModel> window_;
};

void WindowOverlapTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void WindowOverlapTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    for (const auto &[name, temperature] :
         {std::pair(sure, sure_temperature), std::pair(unsure, unsure_temperature)}) {
        const auto path = folder_->filePath(name + ".safetensors").toStdString();
        QVERIFY(write_model(path, tiny_model(name.toStdString(), temperature)).ok());
    }
    QVERIFY(QDir(folder_->path()).mkdir("pictures"));
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(folder_->filePath("pictures/1-red.png")));
    image.fill(Qt::blue);
    QVERIFY(image.save(folder_->filePath("pictures/2-blue.png")));
    gate_ = std::make_unique<QSemaphore>();
    arrived_ = 0;
}

void WindowOverlapTest::cleanup() {
    gate_->release(wide_open); // whatever failed, the thread can end
    window_.reset();
    qunsetenv("VITRINE_FAKE_SLOW_MS");
}

ModelProvider WindowOverlapTest::provider() {
    ComputeOptions options;
    options.backend = "fake";
    ModelProvider made = library_provider(options);
    made.open = [this, open = made.open](const QString &name) -> Result<OpenSession> {
        ++arrived_;
        gate_->acquire();
        if (name == broken)
            return Error{"bad_safetensors", {"cut off"}};
        return open(name);
    };
    return made;
}

void WindowOverlapTest::begin(const QString &model, int gates) {
    gate_->release(gates);
    window_ = std::make_unique<WindowModel>(
        [made = provider()](const Settings &) { return made; },
        WindowWishes{QStringLiteral("en"), model, folder_->filePath("pictures"), {}}, settings());
    window_->start();
}

void WindowOverlapTest::the_last_picture_tapped_while_getting_ready_is_told() {
    begin(sure, 0);
    QTRY_COMPARE_WITH_TIMEOUT(page().samples()->rowCount(), 2, patience_ms);
    page().openSample(0);
    page().openSample(1);
    QTRY_VERIFY_WITH_TIMEOUT(!page().picture().isNull(), patience_ms);
    QCOMPARE(page().state(), PicturePage::Working);
    gate_->release();
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QCOMPARE(page().headline(), QStringLiteral("Ocean"));
    QCOMPARE(page().picture_name(), QStringLiteral("2-blue"));
    QCOMPARE(page().sample_shown(), 1);
}

void WindowOverlapTest::a_model_chosen_while_another_looks_is_asked_instead() {
    qputenv("VITRINE_FAKE_SLOW_MS", "200");
    begin(sure);
    QTRY_COMPARE_WITH_TIMEOUT(window_->readiness(), WindowModel::Ready, patience_ms);
    page().openSample(0);
    QTRY_VERIFY_WITH_TIMEOUT(!page().picture().isNull(), patience_ms);
    QCOMPARE(page().state(), PicturePage::Working);
    window_->openModel(unsure);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    QCOMPARE(page().confidence(), QStringLiteral("Not sure"));
    QCOMPARE(window_->models()->current(), unsure);
}

void WindowOverlapTest::the_model_tapped_last_wins() {
    begin(sure, 0);
    QTRY_COMPARE_WITH_TIMEOUT(arrived_.load(), 1, patience_ms);
    window_->openModel(unsure);
    gate_->release();
    QTRY_COMPARE_WITH_TIMEOUT(arrived_.load(), 2, patience_ms);
    QCoreApplication::processEvents(); // the first one's arrival is among them
    QCOMPARE(window_->readiness(), WindowModel::Preparing);
    QCOMPARE(window_->models()->current(), unsure);
    gate_->release();
    QTRY_COMPARE_WITH_TIMEOUT(window_->readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(window_->models()->current(), unsure);
}

void WindowOverlapTest::a_broken_model_is_told_and_not_remembered() {
    gate_->release(wide_open);
    {
        WindowStage stage(provider(), WindowWishes{"en", sure, folder_->filePath("pictures"), {}},
                          settings());
        QVERIFY(stage.window() != nullptr);
        stage.show(false);
        WindowModel &window = stage.model();
        PicturePage &page = *window.picture_page();
        QTRY_COMPARE_WITH_TIMEOUT(window.readiness(), WindowModel::Ready, patience_ms);
        window.openModel(unsure);
        page.openSample(0);
        QTRY_COMPARE_WITH_TIMEOUT(page.state(), PicturePage::Answered, patience_ms);
        window.openModel(broken);
        QTRY_COMPARE_WITH_TIMEOUT(window.readiness(), WindowModel::Stopped, patience_ms);
        const QQuickItem *told = find_item(*stage.window(), "modelProblem");
        QVERIFY(told->isVisible());
        QVERIFY(told->property("text").toString().contains("damaged"));
        QVERIFY(!find_item(*stage.window(), "headline")->isVisible());
        window.openModel(sure);
        QTRY_COMPARE_WITH_TIMEOUT(page.state(), PicturePage::Answered, patience_ms);
        QCOMPARE(page.confidence(), QStringLiteral("Very sure"));
        QVERIFY(!told->isVisible());
        window.openModel(broken);
        QTRY_COMPARE_WITH_TIMEOUT(window.readiness(), WindowModel::Stopped, patience_ms);
    }
    begin({});
    QTRY_COMPARE_WITH_TIMEOUT(window_->readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(window_->models()->current(), sure);
}

void WindowOverlapTest::a_mistyped_model_is_told() {
    begin(QStringLiteral("sure-colors"));
    QTRY_COMPARE_WITH_TIMEOUT(window_->readiness(), WindowModel::Stopped, patience_ms);
    QVERIFY(window_->problem().contains(QStringLiteral("sure-colors")));
}

void WindowOverlapTest::a_remembered_model_that_is_gone_gives_way_without_a_word() {
    // The default that it gives way to is one that this backend can compute.
    const auto path = folder_->filePath(QStringLiteral("default.safetensors")).toStdString();
    QVERIFY(write_model(path, tiny_model(std::string(default_model_name), sure_temperature)).ok());
    {
        SettingsStore store(settings().toStdString());
        Settings remembered;
        remembered.model = "gone";
        store.set(remembered);
    }
    begin({});
    QTRY_COMPARE_WITH_TIMEOUT(window_->readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(window_->problem(), QString());
    QCOMPARE(window_->models()->current(), QString::fromUtf8(default_model_name.data()));
}

QTEST_MAIN(WindowOverlapTest)
#include "window_overlap_test.moc"
