// The file picker without its looks: folders that are slow, closed, gone, or very full.
#include "app/services/language.hpp"
#include "app/viewmodels/files/file_picker.hpp"

#include <QDir>
#include <QFile>
#include <QFileSystemWatcher>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;
constexpr int many = 10'000;

void touch_file(const QString &path) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

} // namespace

class FilePickerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup() { picker_.reset(); }

    void folders_come_first_and_numbers_count();
    void what_is_hidden_or_no_picture_is_left_out();
    void the_newest_can_come_first();
    void a_tap_chooses_one();
    void several_are_chosen_in_the_order_shown();
    void marks_reach_through_to_another();
    void all_of_a_folder_can_be_chosen();
    void a_closed_folder_is_a_sentence();
    void a_folder_that_is_gone_is_a_sentence();
    void a_folder_removed_while_shown_is_a_sentence();
    void a_new_file_appears_by_itself();
    void a_file_that_comes_before_it_is_watched_is_found();
    void the_same_list_once_more_moves_nothing();
    void a_disk_that_is_never_watched_closes_no_folder();
    void a_slow_folder_shows_life_and_can_be_cancelled();
    void the_answer_of_a_folder_that_was_left_is_dropped();
    void ten_thousand_files_are_listed();
    void flat_there_is_no_way_out();
    void the_last_folder_is_kept_until_forgotten();
    void removable_media_are_found();

  private:
    void make(ListFolder list = list_folder, WatchFolder watch = watch_folder);
    void begin();
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] int row(const QString &name) const { return int(names().indexOf(name)); }

    std::unique_ptr<QTemporaryDir> folder_;
    Language language_;
    std::unique_ptr<FilePicker> picker_;
};

void FilePickerTest::init() {
    language_.set_code("en");
    folder_ = std::make_unique<QTemporaryDir>();
    QDir(folder_->path()).mkdir("trip");
    for (const char *name : {"a10.jpg", "a9.PNG", "b.webp", "notes.txt", ".hidden.png"})
        touch_file(folder_->filePath(name));
    QDir(folder_->path()).mkdir(".secret");
    make();
}

void FilePickerTest::make(ListFolder list, WatchFolder watch) {
    const auto places = [this] {
        return std::vector<Place>{{Place::Kind::pictures, folder_->path(), {}}};
    };
    picker_ = std::make_unique<FilePicker>(language_, std::move(list), places, std::move(watch));
    picker_->set_takes_several(true);
}

void FilePickerTest::begin() {
    picker_->begin();
    QCOMPARE(picker_->state(), FilePicker::Listing);
    QTRY_VERIFY_WITH_TIMEOUT(picker_->state() != FilePicker::Listing, patience_ms);
}

QStringList FilePickerTest::names() const {
    QStringList found;
    for (int row = 0; row < picker_->rowCount(); ++row)
        found.append(picker_->data(picker_->index(row), FilePicker::NameRole).toString());
    return found;
}

void FilePickerTest::folders_come_first_and_numbers_count() {
    begin();
    QCOMPARE(names(), QStringList({"trip", "a9.PNG", "a10.jpg", "b.webp"}));
    QCOMPARE(picker_->picture_count(), 3);
}

void FilePickerTest::what_is_hidden_or_no_picture_is_left_out() {
    QFile::link(folder_->filePath("nowhere.png"), folder_->filePath("dangling.png"));
    QFile::link(folder_->filePath("b.webp"), folder_->filePath("link.png"));
    begin();
    for (const char *name : {"notes.txt", ".hidden.png", ".secret", "dangling.png"})
        QVERIFY2(!names().contains(name), name);
    QVERIFY(names().contains("link.png"));
}

void FilePickerTest::the_newest_can_come_first() {
    QFile file(folder_->filePath("b.webp"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.setFileTime(QDateTime::currentDateTime().addDays(1), QFileDevice::FileModificationTime);
    file.close();
    begin();
    picker_->set_newest_first(true);
    QCOMPARE(names().mid(0, 2), QStringList({"trip", "b.webp"}));
    picker_->set_newest_first(false);
    QCOMPARE(names().mid(0, 2), QStringList({"trip", "a9.PNG"}));
}

void FilePickerTest::a_tap_chooses_one() {
    begin();
    QSignalSpy chosen(picker_.get(), &FilePicker::chosen);
    picker_->openRow(row("b.webp"));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toStringList(), QStringList{folder_->filePath("b.webp")});
}

void FilePickerTest::several_are_chosen_in_the_order_shown() {
    begin();
    QSignalSpy chosen(picker_.get(), &FilePicker::chosen);
    picker_->set_several(true);
    for (const char *name : {"b.webp", "a9.PNG", "a10.jpg", "a10.jpg"}) // the last one twice
        picker_->openRow(row(name));
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(picker_->marked_count(), 2);
    picker_->chooseMarked();
    QCOMPARE(chosen[0][0].toStringList(),
             QStringList({folder_->filePath("a9.PNG"), folder_->filePath("b.webp")}));
}

void FilePickerTest::marks_reach_through_to_another() {
    begin();
    picker_->markRow(row("trip")); // a folder
    QVERIFY(!picker_->several() && picker_->marked_count() == 0);
    picker_->markRow(row("b.webp"));
    QVERIFY(picker_->several());
    picker_->markThrough(row("trip")); // all pictures up to there
    QCOMPARE(picker_->marked_count(), 3);
    picker_->set_takes_several(false);
    picker_->markRow(row("b.webp"));
    QCOMPARE(picker_->marked_count(), 0);
}

void FilePickerTest::all_of_a_folder_can_be_chosen() {
    begin();
    QSignalSpy chosen(picker_.get(), &FilePicker::chosen);
    picker_->chooseAll();
    QCOMPARE(chosen[0][0].toStringList().size(), 3);
}

void FilePickerTest::a_closed_folder_is_a_sentence() {
    make([](const QString &folder, const std::stop_token &stop, const ListingProgress &progress) {
        return folder.endsWith("trip") ? Result<std::vector<FolderEntry>>(
                                             Error{"folder_closed", {folder.toStdString()}})
                                       : list_folder(folder, stop, progress);
    });
    begin();
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Problem, patience_ms);
    QVERIFY(picker_->problem().contains("may not be opened"));
    picker_->goUp(); // and there is a way on
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    // The system's own refusal, where the tests do not run as root.
    if (::geteuid() != 0) {
        QFile::setPermissions(folder_->filePath("trip"), {});
        const auto listed = list_folder(folder_->filePath("trip"), {}, [](int) {});
        QFile::setPermissions(folder_->filePath("trip"),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(listed.error().code, std::string("folder_closed"));
    }
}

void FilePickerTest::a_folder_that_is_gone_is_a_sentence() {
    begin();
    QVERIFY(QDir(folder_->path()).rmdir("trip"));
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Problem, patience_ms);
    QVERIFY(picker_->problem().contains("no longer there"));
}

void FilePickerTest::a_folder_removed_while_shown_is_a_sentence() {
    begin();
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    QVERIFY(QDir(folder_->path()).rmdir("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Problem, patience_ms);
}

void FilePickerTest::a_new_file_appears_by_itself() {
    begin();
    touch_file(folder_->filePath("c.png"));
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("c.png"), patience_ms);
    QCOMPARE(picker_->state(), FilePicker::Shown);
}

void FilePickerTest::a_file_that_comes_before_it_is_watched_is_found() {
    const auto gate = std::make_shared<QSemaphore>();
    make(list_folder, [gate](QFileSystemWatcher &watcher, const QString &folder) {
        gate->acquire();
        watch_folder(watcher, folder);
    });
    begin();
    touch_file(folder_->filePath("c.png"));
    gate->release();
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("c.png"), patience_ms);
}

void FilePickerTest::the_same_list_once_more_moves_nothing() {
    const auto gate = std::make_shared<QSemaphore>();
    const auto listed = std::make_shared<QSemaphore>(); // a listing that goes on holds it too
    make(
        [listed](const QString &folder, const std::stop_token &stop,
                 const ListingProgress &progress) {
            listed->release();
            return list_folder(folder, stop, progress);
        },
        [gate](QFileSystemWatcher &watcher, const QString &folder) {
            gate->acquire();
            watch_folder(watcher, folder);
        });
    const long idle = listed.use_count();
    begin();
    const QSignalSpy reset(picker_.get(), &FilePicker::modelReset);
    gate->release();
    QTRY_COMPARE_WITH_TIMEOUT(listed->available(), 2, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(listed.use_count(), idle, patience_ms);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(reset.count(), 0);
}

void FilePickerTest::a_disk_that_is_never_watched_closes_no_folder() {
    const auto gate = std::make_shared<QSemaphore>();
    make(list_folder, [gate](QFileSystemWatcher &watcher, const QString &folder) {
        if (folder.endsWith("trip"))
            gate->acquire();
        watch_folder(watcher, folder);
    });
    const long idle = gate.use_count();
    begin();
    for (int i = 0; i < FolderWatch::most_left_behind; ++i) {
        picker_->openRow(row("trip"));
        QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
        picker_->goUp();
        QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    }
    touch_file(folder_->filePath("c.png")); // the good one is watched all the same
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("c.png"), patience_ms);
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    picker_->goUp(); // more are not left behind, and this is not watched
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    gate->release(many);
    touch_file(folder_->filePath("d.png"));
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("d.png"), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(gate.use_count(), idle, patience_ms);
}

void FilePickerTest::a_slow_folder_shows_life_and_can_be_cancelled() {
    const auto gate = std::make_shared<QSemaphore>();
    make([gate](const QString &folder, const std::stop_token &stop,
                const ListingProgress &progress) {
        progress(1234);
        gate->acquire(); // a disk that does not answer
        return list_folder(folder, stop, progress);
    });
    picker_->begin();
    QTRY_COMPARE_WITH_TIMEOUT(picker_->progress(), QStringLiteral("Files seen so far: 1,234…"),
                              patience_ms);
    picker_->cancel();
    QCOMPARE(picker_->state(), FilePicker::Cancelled);
    picker_->retry();
    QCOMPARE(picker_->state(), FilePicker::Listing);
    gate->release(many); // also for one that is listed once more
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    QCOMPARE(picker_->picture_count(), 3);
}

void FilePickerTest::the_answer_of_a_folder_that_was_left_is_dropped() {
    const auto gate = std::make_shared<QSemaphore>();
    make([gate](const QString &folder, const std::stop_token &,
                const ListingProgress &progress) -> Result<std::vector<FolderEntry>> {
        if (folder.endsWith("trip"))
            gate->acquire();
        return list_folder(folder, {}, progress);
    });
    const long idle = gate.use_count(); // a listing that goes on holds it too
    begin();
    picker_->openRow(row("trip"));
    picker_->goUp();
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    gate->release(many);
    QTRY_COMPARE_WITH_TIMEOUT(gate.use_count(), idle, patience_ms);
    QCoreApplication::sendPostedEvents(); // its answer, too, is behind us now
    QCOMPARE(picker_->picture_count(), 3);
}

void FilePickerTest::ten_thousand_files_are_listed() {
    for (int i = 0; i < many; ++i)
        touch_file(folder_->filePath(QString("trip/%1.jpg").arg(i)));
    begin();
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->picture_count(), many, patience_ms);
    QCOMPARE(picker_->data(picker_->index(many - 1), FilePicker::NameRole).toString(),
             QStringLiteral("9999.jpg"));
}

void FilePickerTest::flat_there_is_no_way_out() {
    picker_->show_flat(folder_->path());
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    QCOMPARE(names(), QStringList({"a9.PNG", "a10.jpg", "b.webp"}));
    QVERIFY(!picker_->can_go_up());
    picker_->goUp();
    picker_->openPlace(0);
    QCOMPARE(picker_->folder(), folder_->path());
}

void FilePickerTest::the_last_folder_is_kept_until_forgotten() {
    begin();
    picker_->openRow(row("trip"));
    QTRY_COMPARE_WITH_TIMEOUT(picker_->state(), FilePicker::Shown, patience_ms);
    picker_->begin();
    QCOMPARE(picker_->folder(), folder_->filePath("trip"));
    picker_->set_newest_first(true);
    picker_->forget();
    QCOMPARE(picker_->rowCount(), 0);
    QVERIFY(!picker_->newest_first());
    picker_->begin();
    QCOMPARE(picker_->folder(), folder_->path());
}

void FilePickerTest::removable_media_are_found() {
    const auto found =
        removable_media("36 35 98:0 / / rw - ext4 /dev/root rw\n"
                        "40 36 8:1 / /media/ann/My\\040Stick rw - vfat /dev/sda1 rw\n"
                        "41 36 8:2 / /run/media/ann/CARD rw - exfat /dev/sdb1 rw\n"
                        "42 36 8:3 / /mediaeval rw - ext4 /dev/sdc1 rw\nshort");
    QCOMPARE(found, (std::vector<QString>{"/media/ann/My Stick", "/run/media/ann/CARD"}));
}

QTEST_GUILESS_MAIN(FilePickerTest)
#include "file_picker_test.moc"
