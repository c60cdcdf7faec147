// Many pictures at once, as a visitor sees and touches them, with the fake backend behind.
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;
constexpr double sure_temperature = 0.01;

} // namespace

class PictureGridTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { stage_.reset(); }

    void a_folder_fills_the_grid_and_a_bad_file_is_its_sentence();
    void it_sorts_and_filters();
    void the_table_is_written_and_a_full_disk_is_told();
    void tables_make_their_folder_and_go_beside_each_other();
    void a_tap_opens_the_picture_and_back_returns_to_the_same_place();
    void what_is_done_stays_after_cancel();
    void a_visitors_own_picture_goes_before();
    void another_model_looks_again();
    void closing_forgets_everything();
    void numbers_are_sorted_by_their_value();
    void a_table_is_not_told_of_in_the_next_grid();

  private:
    [[nodiscard]] PictureGrid &grid() { return *stage_->model().picture_grid(); }
    [[nodiscard]] QQuickItem *item(const QString &name) const {
        return find_item(*stage_->window(), name);
    }
    [[nodiscard]] QString at(int row, int role) {
        return grid().data(grid().index(row), role).toString();
    }
    [[nodiscard]] QStringList names() {
        QStringList found;
        for (int row = 0; row < grid().rowCount(); ++row)
            found.append(at(row, PictureGrid::NameRole));
        return found;
    }
    void picture(const QString &name, QColor colour) const;
    void run(const QStringList &paths);
    void touch(const QString &name);
    void keep(const QString &name);

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

void PictureGridTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void PictureGridTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    for (const char *name : {"colours", "again"})
        QVERIFY(write_model(folder_->filePath(QString(name) + ".safetensors").toStdString(),
                            tiny_model(name, sure_temperature))
                    .ok());
    QDir(folder_->path()).mkpath("many/deeper");
    picture("many/1.png", Qt::red);
    picture("many/2.png", Qt::blue);
    picture("many/deeper/5.png", Qt::red);
    QFile empty(folder_->filePath("many/3.png"));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    QFile::link(folder_->filePath("nowhere.png"), folder_->filePath("many/4.png"));
    ComputeOptions options;
    options.backend = "fake";
    stage_ = std::make_unique<WindowStage>(library_provider(options),
                                           WindowWishes{QStringLiteral("en"), "colours", {}},
                                           folder_->filePath("window.ini"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->show(false);
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
}

void PictureGridTest::picture(const QString &name, QColor colour) const {
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(colour);
    image.save(folder_->filePath(name));
}

void PictureGridTest::run(const QStringList &paths) {
    stage_->model().open_paths(paths);
    QTRY_VERIFY_WITH_TIMEOUT(grid().progress() >= 1.0 && !grid().running(), patience_ms);
}

void PictureGridTest::touch(const QString &name) {
    QTRY_VERIFY2(item(name) != nullptr && item(name)->isVisible(), qPrintable(name));
    (void)stage_->window()->grabWindow(); // draws, so that everything is in its place
    const QQuickItem *target = item(name);
    const QPoint at = target->mapToScene({target->width() / 2, target->height() / 2}).toPoint();
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

void PictureGridTest::keep(const QString &name) {
    const QString folder = qEnvironmentVariable("VITRINE_KEEP_SCREENSHOTS");
    if (!folder.isEmpty())
        stage_->window()->grabWindow().save(folder + "/grid-" + name + ".png");
}

void PictureGridTest::a_folder_fills_the_grid_and_a_bad_file_is_its_sentence() {
    run({folder_->filePath("many")});
    QCOMPARE(names(), QStringList({"1.png", "2.png", "3.png", "4.png", "5.png"}));
    QCOMPARE(at(0, PictureGrid::WordsRole), QStringLiteral("Red"));
    QCOMPARE(at(1, PictureGrid::WordsRole), QStringLiteral("Ocean"));
    QVERIFY(at(2, PictureGrid::WordsRole).contains("empty"));
    QVERIFY(at(3, PictureGrid::WordsRole).contains("no longer there"));
    QCOMPARE(grid().progress_text(), QStringLiteral("5 of 5 done, 2 could not be opened"));
    QTRY_VERIFY(item("result:4") != nullptr);
    for (const char *name : {"gridFilter", "closeGrid", "gridAction", "result:0"})
        QVERIFY2(item(name)->width() >= 48 && item(name)->height() >= 48, name);
    for (const QSize size : {QSize(1024, 600), QSize(1080, 1920), QSize(1280, 800)}) {
        stage_->window()->resize(size);
        QTRY_COMPARE(stage_->window()->size(), size);
        keep(QString::number(size.width()));
    }
}

void PictureGridTest::it_sorts_and_filters() {
    run({folder_->filePath("many")});
    grid().set_certainty_filter(PictureGrid::Failed);
    QCOMPARE(names(), QStringList({"3.png", "4.png"}));
    QCOMPARE(grid().progress_text(),
             QStringLiteral("5 of 5 done, 2 could not be opened · 2 shown"));
    grid().set_certainty_filter(-1);
    QCOMPARE(grid().progress_text(), QStringLiteral("5 of 5 done, 2 could not be opened"));
    grid().set_class_filter(int(grid().class_names().indexOf("red")));
    QCOMPARE(names(), QStringList({"1.png", "5.png"}));
    grid().set_class_filter(0);
    grid().set_order(PictureGrid::ByVerdict);
    QCOMPARE(names().mid(3), QStringList({"3.png", "4.png"}));
    touch("gridFilter");
    QTRY_VERIFY(item("order:0") != nullptr && item("order:0")->isVisible());
    keep("filter");
    touch("order:0");
    QTRY_COMPARE(grid().order(), PictureGrid::ByName);
}

void PictureGridTest::the_table_is_written_and_a_full_disk_is_told() {
    run({folder_->filePath("many")});
    const QString path = folder_->filePath("table.csv");
    grid().write_csv(path);
    QTRY_VERIFY_WITH_TIMEOUT(grid().export_text().contains(path), patience_ms);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    QCOMPARE(lines.size(), 7); // header, five pictures, the end
    QCOMPARE(lines[0], QStringLiteral("path,width,height,verdict,headline,label_1,probability_1,"
                                      "label_2,probability_2,label_3,probability_3,elapsed_ms,"
                                      "error"));
    QVERIFY(lines[1].startsWith(folder_->filePath("many/1.png") + ",64,48,sure,red,crimson,"));
    QVERIFY(lines[3].endsWith(",empty_file"));
    QCOMPARE(lines[3].count(','), lines[0].count(','));
    grid().write_csv("/dev/full");
    QTRY_VERIFY_WITH_TIMEOUT(grid().export_text().contains("disk is full"), patience_ms);
    grid().write_csv(folder_->filePath("no/such/folder.csv"));
    QTRY_VERIFY_WITH_TIMEOUT(grid().export_text().contains("could not be saved"), patience_ms);
}

void PictureGridTest::tables_make_their_folder_and_go_beside_each_other() {
    qputenv("HOME", folder_->path().toUtf8());
    const QDir documents(folder_->filePath("Documents"));
    QVERIFY(!documents.exists());
    run({folder_->filePath("many")});
    for (int count = 1; count <= 3; ++count) {
        grid().exportCsv();
        QTRY_COMPARE_WITH_TIMEOUT(documents.entryList({"vitrine-*.csv"}).size(), count,
                                  patience_ms);
    }
    QTRY_VERIFY_WITH_TIMEOUT(grid().export_text().contains(documents.path()), patience_ms);
}

void PictureGridTest::a_tap_opens_the_picture_and_back_returns_to_the_same_place() {
    for (int i = 100; i < 160; ++i)
        picture(QString("many/%1.png").arg(i), i == 130 ? Qt::blue : Qt::red);
    run({folder_->filePath("many")});
    QTRY_VERIFY(item("pictureGrid") != nullptr);
    QQuickItem *view = item("pictureGrid");
    QVERIFY(view->setProperty("contentY", 300.0));
    const int row = int(names().indexOf("130.png"));
    QMetaObject::invokeMethod(view, "positionViewAtIndex", Q_ARG(int, row), Q_ARG(int, 1));
    const double place = view->property("contentY").toDouble();
    touch(QString("result:%1").arg(row));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().picture_page()->headline(), QStringLiteral("Ocean"),
                              patience_ms);
    QVERIFY(!grid().shown());
    touch("backToGrid");
    QTRY_VERIFY(grid().shown() && view->isVisible());
    QCOMPARE(view->property("contentY").toDouble(), place);
}

void PictureGridTest::what_is_done_stays_after_cancel() {
    for (int i = 0; i < 120; ++i)
        picture(QString("many/%1.png").arg(100 + i), Qt::red);
    stage_->model().open_paths({folder_->filePath("many")});
    QTRY_VERIFY_WITH_TIMEOUT(grid().progress() > 0, patience_ms);
    grid().cancel();
    QVERIFY(!grid().running());
    const double done = grid().progress();
    QCOMPARE(at(0, PictureGrid::WordsRole), QStringLiteral("Red"));
    // What was asked before this picture is answered before it.
    stage_->model().picture_page()->open_path(folder_->filePath("many/2.png"));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().picture_page()->headline(), QStringLiteral("Ocean"),
                              patience_ms);
    QCOMPARE(grid().progress(), done);
}

void PictureGridTest::a_visitors_own_picture_goes_before() {
    for (int i = 0; i < 120; ++i)
        picture(QString("many/%1.png").arg(100 + i), Qt::red);
    stage_->model().open_paths({folder_->filePath("many")});
    QTRY_VERIFY_WITH_TIMEOUT(grid().progress() > 0, patience_ms);
    grid().openRow(int(names().indexOf("2.png")));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().picture_page()->headline(), QStringLiteral("Ocean"),
                              patience_ms);
}

void PictureGridTest::another_model_looks_again() {
    run({folder_->filePath("many")});
    stage_->model().openModel("again");
    QCOMPARE(grid().progress(), 0.0);
    QTRY_VERIFY_WITH_TIMEOUT(grid().progress() >= 1.0 && !grid().running(), patience_ms);
    QCOMPARE(at(1, PictureGrid::WordsRole), QStringLiteral("Ocean"));
}

void PictureGridTest::closing_forgets_everything() {
    run({folder_->filePath("many")});
    touch("closeGrid");
    QTRY_VERIFY(!grid().active());
    QCOMPARE(grid().rowCount(), 0);
    QTRY_VERIFY(item("pictureGrid") == nullptr);
}

void PictureGridTest::numbers_are_sorted_by_their_value() {
    QDir(folder_->path()).mkpath("numbers");
    for (const char *name : {"10.png", "9.png", "b2.png", "B10.png"})
        picture(QStringLiteral("numbers/") + name, Qt::red);
    run({folder_->filePath("numbers")});
    QCOMPARE(names(), QStringList({"9.png", "10.png", "b2.png", "B10.png"}));
}

void PictureGridTest::a_table_is_not_told_of_in_the_next_grid() {
    run({folder_->filePath("many")});
    const QString table = folder_->filePath("table.csv");
    grid().write_csv(table);
    grid().close();
    run({folder_->filePath("many/deeper")});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(table), patience_ms);
    grid().write_csv(folder_->filePath("another.csv")); // whose word comes after that of the first
    QTRY_VERIFY_WITH_TIMEOUT(!grid().export_text().isEmpty(), patience_ms);
    QVERIFY(grid().export_text().contains("another.csv"));
}

QTEST_MAIN(PictureGridTest)
#include "picture_grid_test.moc"
