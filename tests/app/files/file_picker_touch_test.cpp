// The file picker as a visitor uses it: the real pages, touched.
#include "app/window_stage.hpp"
#include "tests/app/window/find_item.hpp"

#include <QDir>
#include <QImage>
#include <QQmlProperty>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;

ModelProvider no_provider() {
    return {[] { return std::vector<ModelChoice>{}; },
            [](const QString &) -> Result<OpenSession> {
                return Error{"no_models", {}};
            },
            [](const ModelSession &) { return OpenedModel{}; }};
}

} // namespace

class FilePickerTouchTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { stage_.reset(); }

    void a_tap_shows_the_picture();
    void a_folder_is_entered_and_left();
    void several_are_marked();
    void thumbnails_appear_and_a_broken_file_has_a_sign();
    void targets_are_large_enough_in_every_size_data();
    void targets_are_large_enough_in_every_size();

  private:
    [[nodiscard]] QQuickItem *item(const QString &name) const {
        return find_item(*stage_->window(), name);
    }
    void touch(const QString &name);
    void open_picker();
    void keep(const QString &name);

    std::unique_ptr<QTemporaryDir> home_;
    std::unique_ptr<WindowStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

void FilePickerTouchTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
}

void FilePickerTouchTest::init() {
    home_ = std::make_unique<QTemporaryDir>();
    qputenv("HOME", home_->path().toUtf8());
    qunsetenv("XDG_CONFIG_HOME");
    QDir(home_->path()).mkpath("Pictures/Garden");
    QDir(home_->path()).mkpath("Downloads");
    const QColor colours[] = {Qt::red, Qt::green, Qt::blue};
    for (int i = 0; i < 3; ++i) {
        QImage image(80, 60, QImage::Format_RGB32);
        image.fill(colours[i]);
        image.save(home_->filePath(QString("Pictures/%1 of 100% #1.png").arg(i)));
    }
    QFile broken(home_->filePath("Pictures/broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.close();
    stage_ = std::make_unique<WindowStage>(
        no_provider(), WindowWishes{QStringLiteral("en"), {}, {}}, home_->filePath("window.ini"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().file_picker()->set_takes_several(true);
    stage_->model().set_reduce_motion(true);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
}

void FilePickerTouchTest::touch(const QString &name) {
    QTRY_VERIFY2(item(name) != nullptr && item(name)->isVisible(), qPrintable(name));
    (void)stage_->window()->grabWindow(); // draws, so that everything is in its place
    const QQuickItem *target = item(name);
    const QPoint at = target->mapToScene({target->width() / 2, target->height() / 2}).toPoint();
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

void FilePickerTouchTest::keep(const QString &name) {
    const QString folder = qEnvironmentVariable("VITRINE_KEEP_SCREENSHOTS");
    if (!folder.isEmpty())
        stage_->window()->grabWindow().save(folder + "/picker-" + name + ".png");
}

void FilePickerTouchTest::open_picker() {
    // Qt makes up a mouse once it is touched offscreen, so the page itself would open a dialog.
    QVERIFY(QMetaObject::invokeMethod(item("pictureChooser"), "openPicker"));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().file_picker()->state(), FilePicker::Shown,
                              patience_ms);
    QTRY_VERIFY(item("file:0") != nullptr);
}

void FilePickerTouchTest::a_tap_shows_the_picture() {
    open_picker();
    touch("file:2"); // after the folder and the first picture
    QTRY_VERIFY_WITH_TIMEOUT(!stage_->model().picture_page()->picture().isNull(), patience_ms);
    QCOMPARE(stage_->model().picture_page()->picture().pixelColor(5, 5), QColor(Qt::green));
    QTRY_VERIFY(item("fileGrid") == nullptr || !item("fileGrid")->isVisible());
}

void FilePickerTouchTest::a_folder_is_entered_and_left() {
    open_picker();
    touch("file:0");
    QTRY_COMPARE(QQmlProperty::read(item("folderName"), "text").toString(),
                 QStringLiteral("Garden"));
    QTRY_VERIFY(item("folderProblem")->isVisible()); // nothing in it
    touch("folderUp");
    QTRY_COMPARE(QQmlProperty::read(item("folderName"), "text").toString(),
                 QStringLiteral("Pictures"));
    touch("place:1");
    QTRY_COMPARE(QQmlProperty::read(item("folderName"), "text").toString(),
                 QStringLiteral("Downloads"));
}

void FilePickerTouchTest::several_are_marked() {
    open_picker();
    touch("several");
    QVERIFY(!item("openMarked")->isEnabled());
    touch("file:1");
    touch("file:3");
    QCOMPARE(stage_->model().file_picker()->marked_count(), 2);
    QVERIFY(item("openMarked")->isEnabled());
    QCOMPARE(QQmlProperty::read(item("openMarked"), "text").toString(), QStringLiteral("Open 2"));
    keep("several");
}

void FilePickerTouchTest::thumbnails_appear_and_a_broken_file_has_a_sign() {
    open_picker();
    const auto colour_of = [this](const QString &name) {
        const QQuickItem *tile = item(name);
        const QImage seen = stage_->window()->grabWindow();
        const QPointF at = tile->mapToScene({tile->width() / 2, tile->width() / 4});
        return seen.pixelColor((at * seen.devicePixelRatio()).toPoint());
    };
    QTRY_COMPARE_WITH_TIMEOUT(colour_of("file:1"), QColor(Qt::red), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(colour_of("file:3"), QColor(Qt::blue), patience_ms);
    keep("thumbnails");
}

void FilePickerTouchTest::targets_are_large_enough_in_every_size_data() {
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(1024, 600), QSize(1280, 800), QSize(1920, 1080),
                             QSize(1080, 1920), QSize(800, 600)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void FilePickerTouchTest::targets_are_large_enough_in_every_size() {
    QFETCH(QSize, size);
    stage_->window()->resize(size);
    QTRY_COMPARE(stage_->window()->size(), size);
    open_picker();
    touch("several");
    (void)stage_->window()->grabWindow();
    const struct {
        const char *name;
        double least;
    } targets[] = {{"file:1", 64},  {"openMarked", 64}, {"chooseAll", 64},   {"several", 64},
                   {"place:0", 48}, {"folderUp", 48},   {"closePicker", 48}, {"sortFiles", 48}};
    const QRectF window({0, 0}, QSizeF(size));
    for (const auto &[name, least] : targets) {
        const QQuickItem *target = item(name);
        QVERIFY2(target != nullptr && target->isVisible(), name);
        QVERIFY2(target->width() >= least && target->height() >= least, name);
        QVERIFY2(window.contains(QRectF(target->mapToScene({0, 0}), target->size())), name);
    }
    keep(QTest::currentDataTag());
}

QTEST_MAIN(FilePickerTouchTest)
#include "file_picker_touch_test.moc"
