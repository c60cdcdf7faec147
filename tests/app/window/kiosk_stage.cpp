#include "tests/app/window/kiosk_stage.hpp"

#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

namespace vitrine {
namespace {

using namespace std::chrono_literals;

constexpr StaffCode::Cost quick{1, 8192};

} // namespace

void KioskStage::prepare() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void KioskStage::set_up() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    // Whatever the program or Qt keeps for its user is seen by files().
    for (const char *place :
         {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        qputenv(place, folder_->filePath("home").toUtf8());
    for (const char *name : {"photo", "other"})
        QVERIFY(write_model(folder_->filePath(QString(name) + ".safetensors").toStdString(),
                            tiny_model(name, 0.01))
                    .ok());
    QVERIFY(QDir(folder_->path()).mkdir("pictures"));
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(folder_->filePath("pictures/1-red.png")));
    image.fill(Qt::blue);
    QVERIFY(image.save(folder_->filePath("pictures/2-blue.png")));
    const auto config = folder_->filePath("config").toStdString();
    const auto state = folder_->filePath("state").toStdString();
    QVERIFY(StaffCode::set(staff_code_files(config, state), "4711", quick).ok());
    open();
}

void KioskStage::tear_down() {
    stage_.reset();
    fail_on_stalls();
}

void KioskStage::open() {
    stage_.reset();
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{"en", {}, folder_->filePath("pictures"), {}};
    wishes.kiosk.active = true;
    wishes.kiosk.clock = [this] { return now_; };
    wishes.kiosk.hold = 50ms;
    wishes.kiosk.config = folder_->filePath("config").toStdString();
    wishes.kiosk.state = folder_->filePath("state").toStdString();
    wishes.training = TrainingPlace::of_user();
    wishes.training->runs = folder_->filePath("runs").toStdString();
    wishes.training->models = folder_->path().toStdString();
    wishes.training->times = folder_->filePath("state/training-times.json").toStdString();
    stage_ = std::make_unique<WindowStage>(library_provider(options), wishes,
                                           folder_->filePath("config/settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->window()->resize(1280, 800);
    stage_->show(false); // offscreen's screen is small; showFullScreen() is tested by itself
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    seen_stalls().clear(); // from now on somebody may touch it
}

QQuickItem *KioskStage::item(const QString &name) const {
    return find_item(*stage_->window(), name);
}

bool KioskStage::shows(const QString &name) const {
    const QQuickItem *found = item(name);
    return found != nullptr && found->isVisible();
}

QPoint KioskStage::middle_of(const QString &name) {
    if (!QTest::qWaitFor([&] { return shows(name); }, patience_ms)) {
        qWarning("%s is not there", qPrintable(name));
        return {};
    }
    return bring_under_finger(*stage_->window(), *item(name));
}

void KioskStage::tap(QPoint at) {
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

void KioskStage::begin() {
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    tap({400, 300});
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QTRY_VERIFY(!item("attractInvitation") || !item("attractInvitation")->isVisible());
}

void KioskStage::wait_out(std::chrono::milliseconds time) {
    now_ += time;
    kiosk().tick();
}

void KioskStage::end_visit() {
    wait_out(60s);
    wait_out(10s);
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
}

void KioskStage::hold_corner() {
    const QSignalSpy asked(&kiosk(), &KioskModel::code_asked);
    const QPoint corner(stage_->window()->width() - 20, 20);
    QTest::touchEvent(stage_->window(), finger_).press(0, corner, stage_->window());
    QTRY_COMPARE(asked.count(), 1);
    QTest::touchEvent(stage_->window(), finger_).release(0, corner, stage_->window());
}

void KioskStage::enter(const QString &code) {
    for (const QChar digit : code)
        touch(QStringLiteral("code:") + digit);
    touch("codeEnter");
    QTRY_VERIFY_WITH_TIMEOUT(!kiosk().checking(), patience_ms);
}

void KioskStage::unlock() {
    begin();
    hold_corner();
    enter("4711");
    QTRY_VERIFY(kiosk().unlocked());
}

QByteArray KioskStage::files() const {
    QStringList paths;
    QDirIterator all(folder_->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext())
        paths.append(all.next());
    paths.sort();
    QByteArray content;
    for (const QString &path : paths) {
        QFile file(path);
        // No visitor's: what is counted, how long trainings take here, and what is being written.
        const QString name = QFileInfo(path).fileName();
        if (name == "counts.json" || name == "training-times.json" ||
            name.startsWith(".vitrine-") || !file.open(QIODevice::ReadOnly))
            continue;
        content += path.toUtf8() + '\n' + file.readAll();
    }
    return content;
}

} // namespace vitrine
