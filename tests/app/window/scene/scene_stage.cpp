#include "tests/app/window/scene/scene_stage.hpp"

#include "core/models/model_file.hpp"
#include "tests/app/window/scene/scene_walk.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QQmlIncubationController>
#include <QRegularExpression>
#include <QResizeEvent>
#include <QTest>

namespace vitrine {
namespace {

const char staff_code[] = "4711";
constexpr int incubation_ms = 5;
constexpr StaffCode::Cost quick{1, 8192};

Model ten_things() {
    Model model = tiny_model("ten", 0.05);
    Manifest &manifest = model.manifest;
    manifest.title = {"Ten things", "十种东西"};
    manifest.architecture.classes = 10;
    manifest.labels = {
        {"airliner", "客机"}, {"automobile", "小汽车"}, {"bird", "鸟"},
        {"cat", "猫"},        {"deer", "鹿"},           {"dog", "狗"},
        {"frog", "青蛙"},     {"horse", "马"},          {"container ship", "集装箱船"},
        {"truck", "卡车"}};
    manifest.parents = {{"airplane", {"airplane", "飞机"}, {0}}};
    manifest.provenance.dataset = "CIFAR-10";
    manifest.provenance.epochs = 8;
    manifest.provenance.accuracy = 0.94;
    // The fake's logits are red · sin(1 + 3c): a darker red is less sure, and black is like none.
    manifest.calibration.reject_energy = -0.13;
    return model;
}

void write_pictures(const QString &folder) {
    QDir().mkpath(folder);
    int number = 0;
    for (const int red : {255, 110, 40, 0}) {
        QImage image(320, 240, QImage::Format_RGB32);
        image.fill(QColor(red, 0, 0));
        image.save(QStringLiteral("%1/%2.png").arg(folder).arg(++number));
    }
}

} // namespace

QString Pose::says() const {
    return QStringLiteral("%1 %2 x%3 %4x%5")
        .arg(language, dark ? QStringLiteral("dark") : QStringLiteral("light"))
        .arg(text_scale)
        .arg(size.width())
        .arg(size.height());
}

const std::vector<QSize> &sizes_to_look_at() {
    static const std::vector<QSize> sizes{{1024, 600}, {1280, 800}, {1920, 1080}, {1080, 1920}};
    return sizes;
}

void SceneStage::prepare(const char *fake_plugin) {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    qputenv("VITRINE_BACKENDS", QFileInfo(fake_plugin).absolutePath().toUtf8());
}

void SceneStage::fail_on_qml_warnings() {
    // All but that of the picture that is broken on purpose.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:/qt/qml(?!.*no thumbnail)")));
}

SceneStage::SceneStage(bool kiosk) : time_(std::make_shared<std::chrono::milliseconds>(1'000'000)) {
    const auto path = [this](const char *name) { return folder_.filePath(name).toStdString(); };
    qputenv("VITRINE_MODELS", folder_.path().toUtf8());
    QDir(folder_.path()).mkdir("home");
    (void)write_model(path("ten.safetensors"), ten_things());
    (void)write_model(path("colours.safetensors"), tiny_model("colours", 0.05));
    write_pictures(folder_.filePath("samples"));
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{"en", "ten", folder_.filePath("samples"), {}};
    wishes.kiosk.active = kiosk;
    wishes.kiosk.clock = [time = time_] { return *time; };
    wishes.kiosk.config = path("config");
    wishes.kiosk.state = path("state");
    TrainingPlace place;
    place.program = "/bin/true"; // says nothing of how long a training takes
    place.runs = place.visits = path("runs");
    place.models = path("models");
    place.times = path("times.json");
    place.recipes = VITRINE_ASSETS "/recipes";
    place.on_board = VITRINE_ASSETS "/data/cifar10-small";
    wishes.training = place;
    if (kiosk)
        (void)StaffCode::set(staff_code_files(wishes.kiosk.config, wishes.kiosk.state), staff_code,
                             quick);
    stage_.emplace(library_provider(options), wishes, folder_.filePath("settings.json"));
    views_.emplace(*stage_, folder_.filePath("home"), time_, staff_code,
                   TrainScenery(VITRINE_ASSETS "/recorded-runs", place.runs));
    stage_->model().settings()->set_reduce_motion(true);
    stage_->show(false);
    (void)QTest::qWaitForWindowExposed(&window());
    // From now on nothing is painted for nobody, and a new size holds at once.
    window().destroy();
    stage_->model().set_seen(true); // as far as the camera is concerned
}

bool SceneStage::enter(const QString &view) {
    views_->enter(view);
    // The page that was there before is gone, and its shortcuts with it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return QTest::qWaitFor([this] { return views_->advance(); }, patience_ms);
}

void SceneStage::pose(const Pose &pose) {
    SettingsModel &settings = *stage_->model().settings();
    const QString theme = pose.dark ? QStringLiteral("dark") : QStringLiteral("light");
    if (settings.theme() != theme)
        settings.set_theme(theme);
    if (settings.text_scale() != pose.text_scale)
        settings.set_text_scale(pose.text_scale);
    stage_->model().set_language(pose.language);
    if (window().size() != pose.size) {
        // There is no window of the system's that would tell it.
        QResizeEvent resized(pose.size, window().size());
        window().resize(pose.size);
        QCoreApplication::sendEvent(&window(), &resized);
    }
    QCoreApplication::processEvents();
    // Tiles that come one by one stand in the corner until they are whole.
    if (QQmlIncubationController *coming = stage_->engine().incubationController())
        while (coming->incubatingObjectCount() > 0)
            coming->incubateFor(incubation_ms);
    settle(window());
}

void SceneStage::appear() {
    stage_->show(false);
    window().requestActivate();
    (void)QTest::qWaitForWindowActive(&window());
}

QImage SceneStage::photograph() {
    const QImage seen = window().grabWindow();
    window().destroy();
    stage_->model().set_seen(true); // as far as the camera is concerned
    return seen;
}

void SceneStage::keep(const QString &name) {
    const QString folder = qEnvironmentVariable("VITRINE_KEEP_SCREENSHOTS");
    if (!folder.isEmpty())
        photograph().save(folder + u'/' + name + QStringLiteral(".png"));
}

SceneStage &SceneStages::get(bool kiosk) {
    if (!stage_ || kiosk != kiosk_) {
        stage_.reset();
        stage_ = std::make_unique<SceneStage>(kiosk);
        kiosk_ = kiosk;
    }
    return *stage_;
}

} // namespace vitrine
