#include "tests/app/camera/camera_stage.hpp"

#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QFileInfo>
#include <QQuickWindow>
#include <QTest>

#include <utility>
#include <vector>

namespace vitrine {

void CameraStage::prepare() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void CameraStage::begin() {
    provider_.reset();
    plugged_in_ = 2;
    first_pulled_ = last_denied_ = false;
    choices_ = {{"one", "Fake camera", "/dev/video0"},
                {"two", "Other camera", "/dev/video2"},
                {"three", "Third camera", "/dev/video4"}};
    asked_afresh_ = 0;
    camera_ = std::make_unique<FakeCamera>();
    camera_->set_colour(red);
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    for (const auto &[name, temperature] : {std::pair("sure-colours", 0.01), {"unsure", 5.0}})
        write(tiny_model(name, temperature));
}

void CameraStage::end() {
    // Whatever a test that failed has left.
    camera_->set_mood(FakeCamera::Mood::good);
    if (held_ != nullptr && !held_->try_wait())
        let_go();
    held_.reset();
    stage_.reset();
}

void CameraStage::write(const Model &model) {
    const auto file = QString::fromStdString(model.manifest.name) + ".safetensors";
    QVERIFY(write_model(folder_->filePath(file).toStdString(), model).ok());
}

void CameraStage::hold_the_model() {
    // As a rival that takes for ever to open.
    ModelProvider provider;
    held_ = std::make_shared<std::latch>(1);
    provider.open = [held = held_](const QString &) {
        held->wait();
        return Result<OpenSession>(Error{"no_such_model", {"held"}});
    };
    page().feed().set_rival(std::make_shared<Rival>(provider, QStringLiteral("held")));
}

void CameraStage::open(bool kiosk, const QString &page) {
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{QStringLiteral("en"), QStringLiteral("sure-colours"), {}, {}};
    wishes.kiosk.active = kiosk;
    wishes.page = page;
    wishes.kiosk.clock = [this] { return now_; };
    wishes.kiosk.config = wishes.kiosk.state = folder_->path().toStdString();
    wishes.cameras = CameraAccess{[this](bool afresh) {
                                      asked_afresh_ += afresh ? 1 : 0;
                                      return there();
                                  },
                                  [this](const SourceName &name) { return make(name); },
                                  FakeFaceFinder::maker()};
    stage_ = std::make_unique<WindowStage>(provider_.value_or(library_provider(options)), wishes,
                                           folder_->filePath("settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->window()->resize(1280, 800);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
}

std::vector<CameraChoice> CameraStage::there() const {
    std::vector<CameraChoice> cameras(choices_.begin(), choices_.begin() + plugged_in_);
    if (CameraChoice &last = cameras.back(); last_denied_)
        last = {last.device, last.device, last.device, false};
    if (first_pulled_)
        cameras.erase(cameras.begin());
    return cameras;
}

Result<std::unique_ptr<FrameSource>> CameraStage::make(const SourceName &name) {
    if (name.kind == SourceName::Kind::camera)
        for (const CameraChoice &choice : there())
            if (name.place.empty() || name.place == choice.place || name.place == choice.device)
                return camera_->maker(choice.name, choice.device)();
    return camera_->maker("Something", {})();
}

void CameraStage::look() {
    open();
    touch("cameraTab");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Red"), patience_ms);
}

void CameraStage::touch(const QString &name) {
    QTRY_VERIFY_WITH_TIMEOUT(item(name) != nullptr && item(name)->isEnabled(), patience_ms);
    const QPoint at = bring_under_finger(*stage_->window(), *item(name));
    QTest::touchEvent(stage_->window(), finger_).press(0, at);
    QTest::touchEvent(stage_->window(), finger_).release(0, at);
}

QQuickItem *CameraStage::item(const QString &name) const {
    std::vector<QQuickItem *> left{stage_->window()->contentItem()};
    while (!left.empty()) {
        QQuickItem *next = left.back();
        left.pop_back();
        if (next->objectName() == name && next->isVisible())
            return next;
        for (QQuickItem *child : next->childItems())
            left.push_back(child);
    }
    return nullptr;
}

QString CameraStage::text_of(const QString &name) const {
    const QQuickItem *found = item(name);
    return found == nullptr ? QString() : found->property("text").toString();
}

} // namespace vitrine
