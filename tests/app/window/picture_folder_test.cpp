// The stand's own folder of pictures: on a disk that is slow, gone at the start, or pulled out
// while visitors look. The real pages; a gate stands for the disk.
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/app/window/watched_test.hpp"

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;

} // namespace

class PictureFolderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void a_slow_folder_shows_life_and_the_window_obeys_data();
    void a_slow_folder_shows_life_and_the_window_obeys();
    void a_folder_that_is_gone_gives_way_to_the_built_in_pictures();
    void a_folder_that_comes_back_is_shown_to_the_next_visitor();
    void a_picture_whose_folder_was_pulled_out_is_a_sentence();
    void an_empty_folder_gives_way_to_the_built_in_pictures();
    void what_becomes_of_the_folder_the_next_visitor_sees();
    void a_picture_that_cannot_be_read_has_the_folder_looked_at_anew();
    void a_silent_folder_gives_way_until_it_answers();
    void the_show_passes_over_what_cannot_be_read();
    void on_a_stand_a_folder_without_pictures_is_a_matter_for_the_staff();
    void visitors_see_no_other_folder_while_theirs_is_awaited();
    void a_picture_whose_disk_is_slow_to_tell_is_read();
    void a_folder_whose_disk_is_slow_to_tell_is_shown_in_the_end();
    void what_is_opened_while_a_disk_is_silent_stays();

  private:
    void open(bool kiosk = false);
    [[nodiscard]] bool shows(const QString &name) const {
        const QQuickItem *item = find_item(*stage_->window(), name);
        return item != nullptr && item->isVisible();
    }
    void write(const QString &name) const {
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(pictures() + u'/' + name));
    }
    [[nodiscard]] bool built_in() { return samples().folder().endsWith("samples/photo"); }
    [[nodiscard]] FilePicker &picker() { return *stage_->model().file_picker(); }
    [[nodiscard]] QString pictures() const { return folder_->filePath("pictures"); }
    [[nodiscard]] SampleModel &samples() { return *stage_->model().picture_page()->samples(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<QSemaphore> gate_; ///< one listing may pass for each; null: all may
    std::shared_ptr<QSemaphore> look_; ///< the same for looking whether a path is a folder
    std::unique_ptr<WindowStage> stage_;
};

void PictureFolderTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void PictureFolderTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    QVERIFY(
        write_model(folder_->filePath("photo.safetensors").toStdString(), tiny_model("photo", 0.01))
            .ok());
    QVERIFY(QDir().mkpath(pictures()));
    write("1.png");
    gate_.reset();
    look_.reset();
}

void PictureFolderTest::cleanup() {
    if (gate_)
        gate_->release(100);
    if (look_)
        look_->release(100);
    stage_.reset();
    fail_on_stalls();
}

void PictureFolderTest::open(bool kiosk) {
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{"en", "photo", pictures()};
    wishes.kiosk.active = kiosk;
    wishes.kiosk.config = folder_->filePath("config").toStdString();
    wishes.kiosk.state = folder_->filePath("state").toStdString();
    wishes.list = [gate = gate_](const QString &folder, const std::stop_token &stop,
                                 const ListingProgress &progress) {
        if (gate)
            gate->acquire(); // a disk that does not answer yet
        return list_folder(folder, stop, progress);
    };
    wishes.is_folder = [look = look_](const QString &path) {
        if (look)
            look->acquire();
        return is_folder(path);
    };
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

void PictureFolderTest::a_slow_folder_shows_life_and_the_window_obeys_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("sign");
    QTest::newRow("beside the case") << QSize(1280, 800) << "samplesLoading";
    QTest::newRow("under the case") << QSize(1080, 1920) << "stripLoading";
}

void PictureFolderTest::a_slow_folder_shows_life_and_the_window_obeys() {
    QFETCH(QSize, size);
    QFETCH(QString, sign);
    gate_ = std::make_shared<QSemaphore>();
    open();
    stage_->window()->resize(size);
    QTRY_VERIFY(shows(sign));
    const bool dark = stage_->model().dark_theme();
    QMetaObject::invokeMethod(find_item(*stage_->window(), "themeSwitch"), "clicked");
    QVERIFY(dark != stage_->model().dark_theme());
    // A picture of one's own need not wait for it.
    stage_->model().open_paths({pictures() + "/1.png"});
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().picture_page()->state(), PicturePage::Answered,
                              patience_ms);
    stage_->model().forget_visitor();
    QTRY_VERIFY(shows(sign));
    gate_->release(1);
    QTRY_VERIFY_WITH_TIMEOUT(shows("sample:0"), patience_ms);
    QVERIFY(!shows(sign));
}

void PictureFolderTest::a_folder_that_is_gone_gives_way_to_the_built_in_pictures() {
    QVERIFY(QDir(pictures()).removeRecursively());
    open();
    QTRY_VERIFY(!samples().loading());
    QVERIFY2(samples().folder().endsWith("samples/photo"), qPrintable(samples().folder()));
}

void PictureFolderTest::a_folder_that_comes_back_is_shown_to_the_next_visitor() {
    QVERIFY(QDir().rename(pictures(), pictures() + "-out"));
    open();
    QTRY_VERIFY(!samples().loading());
    QVERIFY(QDir().rename(pictures() + "-out", pictures()));
    stage_->model().forget_visitor();
    QTRY_COMPARE(samples().folder(), pictures());
    QCOMPARE(samples().rowCount(), 1);
}

void PictureFolderTest::a_picture_whose_folder_was_pulled_out_is_a_sentence() {
    open();
    QTRY_VERIFY_WITH_TIMEOUT(shows("sample:0"), patience_ms);
    QVERIFY(QDir(pictures()).removeRecursively());
    QMetaObject::invokeMethod(find_item(*stage_->window(), "sample:0"), "clicked");
    QTRY_VERIFY_WITH_TIMEOUT(shows("problem"), patience_ms);
    const QString said = find_item(*stage_->window(), "problem")->property("text").toString();
    QVERIFY2(said.contains("no longer there"), qPrintable(said));
    QVERIFY(shows("mainAction")); // and there is a way on
}

void PictureFolderTest::an_empty_folder_gives_way_to_the_built_in_pictures() {
    QVERIFY(QFile::remove(pictures() + "/1.png"));
    open(true);
    QTRY_VERIFY(!samples().loading());
    QVERIFY(built_in());
    QTRY_VERIFY(picker().folder().endsWith("samples/photo"));
}

void PictureFolderTest::what_becomes_of_the_folder_the_next_visitor_sees() {
    open(true);
    QTRY_COMPARE(samples().rowCount(), 1);
    write("2.png");
    stage_->model().forget_visitor();
    QTRY_COMPARE(samples().rowCount(), 2);
    QTRY_COMPARE(picker().picture_count(), 2);
    QVERIFY(QDir(pictures()).removeRecursively());
    stage_->model().forget_visitor();
    QTRY_VERIFY(built_in());
    QTRY_VERIFY(picker().folder().endsWith("samples/photo"));
    QVERIFY(QDir().mkpath(pictures()));
    write("3.png");
    stage_->model().forget_visitor();
    QTRY_COMPARE(picker().folder(), pictures());
    QTRY_COMPARE(picker().picture_count(), 1);
}

void PictureFolderTest::a_picture_that_cannot_be_read_has_the_folder_looked_at_anew() {
    open();
    QTRY_VERIFY_WITH_TIMEOUT(shows("sample:0"), patience_ms);
    QVERIFY(QDir(pictures()).removeRecursively());
    QMetaObject::invokeMethod(find_item(*stage_->window(), "sample:0"), "clicked");
    QTRY_VERIFY_WITH_TIMEOUT(shows("problem"), patience_ms);
    QTRY_VERIFY(built_in());
}

void PictureFolderTest::a_silent_folder_gives_way_until_it_answers() {
    gate_ = std::make_shared<QSemaphore>();
    open();
    QVERIFY(samples().loading());
    samples().set_patience(std::chrono::milliseconds(1));
    QTRY_VERIFY(!samples().loading());
    QVERIFY(built_in());
    gate_->release(100);
    QTRY_COMPARE(samples().folder(), pictures());
    QCOMPARE(samples().rowCount(), 1);
}

void PictureFolderTest::the_show_passes_over_what_cannot_be_read() {
    // More than the show would come past in our patience, if each took its place in it.
    constexpr int torn = 2 * patience_ms / AttractShow::step_ms;
    for (int i = 0; i < torn; ++i) {
        QFile file(pictures() + QStringLiteral("/0-%1.png").arg(i));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("torn") == 4);
    }
    open(true);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().attract_show()->headline(), QStringLiteral("Red"),
                              patience_ms);
}

void PictureFolderTest::on_a_stand_a_folder_without_pictures_is_a_matter_for_the_staff() {
    open(true);
    picker().show_flat(folder_->filePath("nowhere"));
    QTRY_COMPARE(picker().state(), FilePicker::Problem);
    QVERIFY2(picker().problem().contains("ask the staff"), qPrintable(picker().problem()));
}

void PictureFolderTest::visitors_see_no_other_folder_while_theirs_is_awaited() {
    gate_ = std::make_shared<QSemaphore>();
    open(true);
    FilePicker &picker = *stage_->model().file_picker();
    QVERIFY(picker.flat());
    picker.begin();
    QCOMPARE(picker.state(), FilePicker::Listing);
    QCOMPARE(picker.folder(), pictures());
    QVERIFY(!picker.can_go_up());
    gate_->release(100);
    QTRY_COMPARE_WITH_TIMEOUT(picker.picture_count(), 1, patience_ms);
    QVERIFY(picker.flat());
}

void PictureFolderTest::a_picture_whose_disk_is_slow_to_tell_is_read() {
    look_ = std::make_shared<QSemaphore>();
    open();
    const PicturePage &page = *stage_->model().picture_page();
    stage_->model().open_paths({pictures() + "/1.png"});
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), PicturePage::Answered, patience_ms);
    // And where it cannot be read either, the page says so.
    stage_->model().open_paths({pictures() + "/gone.png"});
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), PicturePage::Problem, patience_ms);
}

void PictureFolderTest::a_folder_whose_disk_is_slow_to_tell_is_shown_in_the_end() {
    look_ = std::make_shared<QSemaphore>();
    open();
    const PictureGrid &grid = *stage_->model().picture_grid();
    stage_->model().open_paths({pictures()});
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().picture_page()->state(), PicturePage::Problem,
                              patience_ms); // no picture, as far as it knows
    QVERIFY(!grid.active());
    look_->release();
    QTRY_VERIFY_WITH_TIMEOUT(grid.shown() && grid.rowCount() == 1, patience_ms);
    QCOMPARE(stage_->model().picture_page()->state(), PicturePage::Empty);
}

void PictureFolderTest::what_is_opened_while_a_disk_is_silent_stays() {
    look_ = std::make_shared<QSemaphore>();
    open();
    QTRY_VERIFY_WITH_TIMEOUT(shows("sample:0"), patience_ms);
    const long idle = look_.use_count();
    PicturePage &page = *stage_->model().picture_page();
    const auto later = [&] { // what was found is told, in vain
        look_->release();
        if (!QTest::qWaitFor([&] { return look_.use_count() == idle; }, patience_ms))
            return false;
        QCoreApplication::sendPostedEvents();
        return !stage_->model().picture_grid()->active();
    };
    stage_->model().open_paths({pictures()});
    page.openSample(0);
    QVERIFY(later());
    QCOMPARE(page.sample_shown(), 0);
    stage_->model().open_paths({pictures()});
    stage_->model().openUrls({QUrl("sftp://example.org/cat.png")});
    QVERIFY(later());
    QCOMPARE(page.state(), PicturePage::Problem);
}

int main(int argc, char **argv) { return run_watched_test<PictureFolderTest>(argc, argv); }
#include "picture_folder_test.moc"
