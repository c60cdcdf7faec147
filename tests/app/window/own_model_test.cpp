// The Picture page with a model of one's own, for which no pictures are built in.
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/app/window/watched_test.hpp"

#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <memory>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;

/// A picture of one colour (0: red, 2: blue) with the fake's logits of it, see tiny_model().
void add_picture(GoldenSet &golden, int channel) {
    Image image{8, 8, std::vector<std::uint8_t>(8 * 8 * 3)};
    for (std::size_t i = static_cast<std::size_t>(channel); i < image.pixels.size(); i += 3)
        image.pixels[i] = 255;
    golden.images.push_back(std::move(image));
    std::vector<float> logits;
    for (const int category : {0, 1, 2})
        logits.push_back(static_cast<float>(std::sin(1.0 + 3.0 * category + channel)));
    golden.logits.push_back(std::move(logits));
}

} // namespace

class OwnModelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() {
        stage_.reset();
        fail_on_stalls();
    }

    void its_test_pictures_are_offered();
    void without_pictures_it_says_so();
    void on_a_stand_its_pictures_are_the_show();

  private:
    /// With a test picture of each of these colours.
    void open(std::initializer_list<int> channels, bool kiosk = false);
    [[nodiscard]] bool shows(const QString &name) const {
        const QQuickItem *item = find_item(*stage_->window(), name);
        return item != nullptr && item->isVisible();
    }
    [[nodiscard]] PicturePage &page() { return *stage_->model().picture_page(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowStage> stage_;
};

void OwnModelTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void OwnModelTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
}

void OwnModelTest::open(std::initializer_list<int> channels, bool kiosk) {
    Model model = tiny_model("own-colours", 0.01);
    for (const int channel : channels)
        add_picture(model.golden, channel);
    QVERIFY(write_model(folder_->filePath("own-colours.safetensors").toStdString(), model).ok());
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{QStringLiteral("en"), QStringLiteral("own-colours"), {}};
    wishes.kiosk.active = kiosk;
    wishes.kiosk.config = folder_->filePath("config").toStdString();
    wishes.kiosk.state = folder_->filePath("state").toStdString();
    stage_ = std::make_unique<WindowStage>(library_provider(options), wishes,
                                           folder_->filePath("settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->window()->resize(1280, 800);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    seen_stalls().clear(); // from now on somebody may touch it
}

void OwnModelTest::its_test_pictures_are_offered() {
    open({0, 2});
    QTRY_VERIFY(shows("sample:1"));
    QVERIFY(!shows("samplesNone"));
    QMetaObject::invokeMethod(find_item(*stage_->window(), "sample:1"), "clicked");
    QTRY_COMPARE_WITH_TIMEOUT(page().headline(), QStringLiteral("Ocean"), patience_ms);
    QCOMPARE(page().picture().size(), QSize(8, 8));
    QCOMPARE(page().picture_name(), QStringLiteral("Test picture 2"));
    QCOMPARE(page().sample_shown(), 1);
    QCOMPARE(page().history()->rowCount(), 0); // it is always at hand
}

void OwnModelTest::without_pictures_it_says_so() {
    open({});
    QTRY_VERIFY(shows("samplesNone"));
    stage_->window()->resize(1080, 1920);
    QTRY_VERIFY(shows("stripNone"));
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::red);
    page().open_image(image, "picture.pasted");
    QTRY_VERIFY(!shows("stripNone"));
}

void OwnModelTest::on_a_stand_its_pictures_are_the_show() {
    open({2}, true);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().attract_show()->headline(), QStringLiteral("Ocean"),
                              patience_ms);
    // Its pictures are in no folder, so those of the model on board are offered to choose from.
    const QString folder = stage_->model().file_picker()->folder();
    QVERIFY2(folder.endsWith("samples/photo"), qPrintable(folder));
}

int main(int argc, char **argv) { return run_watched_test<OwnModelTest>(argc, argv); }
#include "own_model_test.moc"
