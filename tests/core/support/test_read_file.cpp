#include "core/support/atomic_file.hpp"

#include <QTemporaryDir>
#include <QtTest>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
namespace fs = std::filesystem;

class TestReadFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads_files_of_any_size_data();
    void reads_files_of_any_size();
    void obeys_the_limit();
    void reads_files_that_announce_no_size();
    void refuses_pipes_without_waiting();
    void asks_before_it_reads_on();
    void names_every_failure();
    void says_that_permission_is_missing();

  private:
    [[nodiscard]] fs::path path(const char *name) const {
        return fs::path(folder_.path().toStdString()) / name;
    }
    QTemporaryDir folder_;
};

void TestReadFile::reads_files_of_any_size_data() {
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65535, 65536, 65537, 131072, 3000000})
        QTest::addRow("%d bytes", size) << size;
}

void TestReadFile::reads_files_of_any_size() {
    QFETCH(int, size);
    std::string expected;
    for (int i = 0; i < size; ++i)
        expected += static_cast<char>(i * 31 + i / 256);
    std::ofstream(path("file"), std::ios::binary) << expected;
    const auto bytes = read_file(path("file"));
    QVERIFY(bytes.ok());
    QCOMPARE(bytes->size(), expected.size());
    QVERIFY(std::memcmp(bytes->data(), expected.data(), expected.size()) == 0);
}

void TestReadFile::obeys_the_limit() {
    std::ofstream(path("file")) << std::string(1000, 'x');
    QVERIFY(read_file(path("file"), 1000).ok());
    QCOMPARE(read_file(path("file"), 999).error(),
             (Error{"file_too_large", {path("file").string(), "1000", "999"}}));
}

void TestReadFile::reads_files_that_announce_no_size() {
    const auto bytes = read_file("/proc/self/status");
    QVERIFY(bytes.ok());
    QVERIFY(bytes->size() > 100);
    QCOMPARE(read_file("/proc/self/status", 10).error().code, std::string("file_too_large"));
}

void TestReadFile::refuses_pipes_without_waiting() {
    QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
    const Error refused{"not_a_file", {path("pipe").string()}};
    QCOMPARE(read_file(path("pipe")).error(), refused);
    // A writer that says nothing must not hold us either.
    const int writer = ::open(path("pipe").c_str(), O_RDWR | O_CLOEXEC);
    QVERIFY(writer >= 0);
    QCOMPARE(read_file(path("pipe")).error(), refused);
    ::close(writer);
    QCOMPARE(read_file("/dev/zero").error(), (Error{"not_a_file", {"/dev/zero"}}));
}

void TestReadFile::asks_before_it_reads_on() {
    std::ofstream(path("file")) << std::string(100000, 'x');
    int asked = 0;
    std::size_t shown = 0;
    const auto refused =
        read_file(path("file"), default_read_limit, [&](auto start) -> Result<void> {
            ++asked;
            shown = start.size();
            return Error{"not_an_image", {}};
        });
    QCOMPARE(refused.error().code, std::string("not_an_image"));
    QCOMPARE(asked, 1);
    QCOMPARE(shown, std::size_t{65536});
    const auto accepted =
        read_file(path("file"), default_read_limit, [](auto) -> Result<void> { return {}; });
    QCOMPARE(accepted->size(), std::size_t{100000});
}

void TestReadFile::names_every_failure() {
    const std::string nowhere = path("nowhere").string();
    QCOMPARE(read_file(nowhere).error(), (Error{"vanished", {nowhere}}));
    const std::string folder = folder_.path().toStdString();
    QCOMPARE(read_file(folder).error(), (Error{"is_a_folder", {folder}}));
    fs::create_symlink("loop", path("loop"));
    QCOMPARE(read_file(path("loop")).error().code, std::string("unreadable"));
    std::ofstream(path("file")) << "x";
    QCOMPARE(read_file(path("file") / "below").error().code, std::string("vanished"));
}

void TestReadFile::says_that_permission_is_missing() {
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    std::ofstream(path("secret")) << "x";
    fs::permissions(path("secret"), fs::perms::none);
    QCOMPARE(read_file(path("secret")).error(),
             (Error{"no_permission", {path("secret").string()}}));
}

QTEST_GUILESS_MAIN(TestReadFile)
#include "test_read_file.moc"
