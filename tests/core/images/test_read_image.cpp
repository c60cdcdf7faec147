#include "core/images/decode_image.hpp"
#include "tests/core/images/picture_fixtures.hpp"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::test;
namespace fs = std::filesystem;

class TestReadImage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads_names_of_any_script_data();
    void reads_names_of_any_script();
    void tells_formats_by_content_not_by_name();
    void says_what_is_wrong_with_the_path();
    void says_that_permission_is_missing();
    void refuses_files_that_are_too_large_unread();
    void refuses_large_files_that_are_no_picture_early();
    void takes_little_memory_for_false_claims();
};

void TestReadImage::reads_names_of_any_script_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("Chinese") << "猫的照片.png";
    QTest::newRow("emoji") << "🐈‍⬛ 橱窗 🎉.png";
    QTest::newRow("Arabic") << "قطة.png";
    QTest::newRow("spaces, quotes, newline") << "a 'b' \"c\"\n.png";
    QTest::newRow("long") << QString(80, QChar(0x732B)) + ".png";
}

void TestReadImage::reads_names_of_any_script() {
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / name.toStdString();
    fs::copy_file(picture_folder() / "rgb8.png", path);
    const auto image = read_image(path);
    QVERIFY(image.ok());
    QCOMPARE(image->width, 23);
}

void TestReadImage::tells_formats_by_content_not_by_name() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "not_really.jpg";
    fs::copy_file(picture_folder() / "rgb8.png", path);
    PictureSource source;
    QVERIFY(read_image(path, {}, &source).ok());
    QCOMPARE(std::string(source.format), std::string("png"));
}

void TestReadImage::says_what_is_wrong_with_the_path() {
    const fs::path nowhere = picture_folder() / "nowhere.png";
    QCOMPARE(read_image(nowhere).error(), (Error{"vanished", {nowhere.string()}}));
    QCOMPARE(read_image(picture_folder()).error(),
             (Error{"is_a_folder", {picture_folder().string()}}));
    QCOMPARE(read_image("/dev/zero").error().code, std::string("not_a_file"));
    QCOMPARE(read_image(picture_folder() / "empty.png").error(), (Error{"empty_file", {}}));
    QCOMPARE(read_image(picture_folder() / "text.jpg").error(), (Error{"not_an_image", {}}));
}

void TestReadImage::says_that_permission_is_missing() {
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "secret.png";
    fs::copy_file(picture_folder() / "rgb8.png", path);
    fs::permissions(path, fs::perms::none);
    QCOMPARE(read_image(path).error(), (Error{"no_permission", {path.string()}}));
}

void TestReadImage::refuses_files_that_are_too_large_unread() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "sparse.png";
    fs::copy_file(picture_folder() / "rgb8.png", path);
    fs::resize_file(path, std::uintmax_t{300} << 20);
    QCOMPARE(read_image(path).error().code, std::string("file_too_large"));
}

void TestReadImage::refuses_large_files_that_are_no_picture_early() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "film.jpg";
    std::ofstream(path) << "a film";
    fs::resize_file(path, std::uintmax_t{200} << 20);
    struct rusage before {
    }, after{};
    ::getrusage(RUSAGE_SELF, &before);
    QCOMPARE(read_image(path).error(), (Error{"not_an_image", {}}));
    ::getrusage(RUSAGE_SELF, &after);
    QVERIFY(after.ru_maxrss - before.ru_maxrss < 10 * 1024); // KiB
}

void TestReadImage::takes_little_memory_for_false_claims() {
    struct rusage before {
    }, after{};
    ::getrusage(RUSAGE_SELF, &before);
    for (const auto &row : table("refused.json"))
        QVERIFY(!read_image(picture_folder() / row["file"].get<std::string>()).ok());
    ::getrusage(RUSAGE_SELF, &after);
    QVERIFY(after.ru_maxrss - before.ru_maxrss < 20 * 1024); // KiB
}

QTEST_GUILESS_MAIN(TestReadImage)
#include "test_read_image.moc"
