// The file picker as a visitor uses it: the real pages, touched.
#include "app/window_stage.hpp"
#include "tests/app/window/find_item.hpp"

#include <QDir>
#include <QImage>
#include <QQmlProperty>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

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
    void several_are_opened_side_by_side();
    void a_mouse_marks_with_ctrl_and_shift();
    void the_folder_is_remembered_by_the_next_window();
    void a_remembered_folder_that_is_gone_is_passed_over();
    void the_systems_dialog_begins_where_the_picker_is();
    void a_few_pictures_are_large_and_all_in_sight();
    void thumbnails_appear_and_a_broken_file_has_a_sign();
    void targets_are_large_enough_in_every_size_data();
    void targets_are_large_enough_in_every_size();

  private:
    void open_window();
    void click(const QString &name, Qt::KeyboardModifiers with);
    [[nodiscard]] QString text(const QString &name) const {
        return QQmlProperty::read(item(name), "text").toString();
    }
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
    open_window();
}

void FilePickerTouchTest::open_window() {
    stage_.reset(); // what it was told is on the disk then
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
    QVERIFY(QMetaObject::invokeMethod(item("pictureChooser"), "open"));
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
    QCOMPARE(QQmlProperty::read(item("openMarked"), "text").toString(),
             QStringLiteral("Open 2 pictures"));
    keep("several");
}

void FilePickerTouchTest::several_are_opened_side_by_side() {
    open_picker();
    touch("several");
    touch("file:1");
    touch("file:3");
    QSignalSpy chosen(stage_->model().file_picker(), &FilePicker::chosen);
    touch("openMarked");
    QTRY_VERIFY(item("pictureGrid") != nullptr && item("pictureGrid")->isVisible());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toStringList(),
             QStringList({home_->filePath("Pictures/0 of 100% #1.png"),
                          home_->filePath("Pictures/2 of 100% #1.png")}));
}

void FilePickerTouchTest::click(const QString &name, Qt::KeyboardModifiers with) {
    QTRY_VERIFY2(item(name) != nullptr && item(name)->isVisible(), qPrintable(name));
    (void)stage_->window()->grabWindow();
    const QQuickItem *target = item(name);
    QTest::mouseClick(stage_->window(), Qt::LeftButton, with,
                      target->mapToScene({target->width() / 2, target->height() / 2}).toPoint());
}

void FilePickerTouchTest::a_mouse_marks_with_ctrl_and_shift() {
    open_picker();
    const FilePicker &picker = *stage_->model().file_picker();
    click("file:1", Qt::ControlModifier);
    QCOMPARE(text("openMarked"), QStringLiteral("Open 1 picture"));
    click("file:3", Qt::ShiftModifier);
    QCOMPARE(picker.marked_count(), 3);
    click("file:2", Qt::ControlModifier);
    QCOMPARE(picker.marked_count(), 2);
    click("file:2", Qt::NoModifier); // marks too from now on
    QCOMPARE(picker.marked_count(), 3);
    touch("several");
    click("file:2", Qt::NoModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!stage_->model().picture_page()->picture().isNull(), patience_ms);
}

void FilePickerTouchTest::the_folder_is_remembered_by_the_next_window() {
    QImage image(8, 8, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(home_->filePath("Downloads/one.png")));
    open_picker();
    touch("place:1");
    touch("file:0");
    QTRY_VERIFY(item("fileGrid") == nullptr || !item("fileGrid")->isVisible());
    open_window();
    open_picker();
    QCOMPARE(text("folderName"), QStringLiteral("Downloads"));
}

void FilePickerTouchTest::a_remembered_folder_that_is_gone_is_passed_over() {
    stage_->model().settings()->remember_folder(home_->filePath("Pictures/Gone"));
    open_window();
    open_picker();
    QCOMPARE(text("folderName"), QStringLiteral("Pictures"));
}

void FilePickerTouchTest::the_systems_dialog_begins_where_the_picker_is() {
    const auto dialog = [this]() -> QObject * {
        for (QObject *object : stage_->window()->findChildren<QObject *>())
            if (object->inherits("QQuickFileDialog"))
                return object;
        return nullptr;
    };
    open_picker();
    QVERIFY(dialog() == nullptr);
    touch("file:0");
    QTRY_COMPARE(text("folderName"), QStringLiteral("Garden"));
    touch("systemDialog");
    QTRY_VERIFY(dialog() != nullptr && dialog()->property("visible").toBool());
    QCOMPARE(dialog()->property("currentFolder").toUrl(),
             QUrl::fromLocalFile(home_->filePath("Pictures/Garden")));
    // What is chosen there is where the picker goes on.
    stage_->model().file_picker()->chooseUrls(
        {QUrl::fromLocalFile(home_->filePath("Downloads/a.png"))});
    QCOMPARE(stage_->model().settings()->last_folder(), home_->filePath("Downloads"));
}

void FilePickerTouchTest::a_few_pictures_are_large_and_all_in_sight() {
    for (const QSize size : {QSize(1024, 600), QSize(1920, 1080), QSize(1080, 1920)}) {
        stage_->window()->resize(size);
        QTRY_COMPARE(stage_->window()->contentItem()->size().toSize(), size);
        open_picker(); // a folder and four pictures
        (void)stage_->window()->grabWindow();
        const QQuickItem *grid = item("fileGrid");
        const QRectF seen = grid->mapRectToScene(grid->boundingRect());
        for (int row = 0; row < 5; ++row) {
            const QQuickItem *tile = item(QString("file:%1").arg(row));
            QVERIFY2(tile != nullptr, qPrintable(QString::number(row)));
            QVERIFY(seen.contains(tile->mapRectToScene(tile->boundingRect())));
        }
        QVERIFY(item("file:0")->width() >= std::min(280, size.height() / 4));
    }
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
