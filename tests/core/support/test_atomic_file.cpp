#include "core/support/atomic_file.hpp"

#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Writes beyond this many bytes fail with EFBIG while the object lives: a disk that gives out.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const struct rlimit limit { bytes, before_.rlim_max };
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    struct rlimit before_ {};
};

} // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void writes_a_new_file();
    void replaces_the_old_content();
    void joins_many_small_and_large_writes();
    void keeps_the_old_file_when_writing_fails();
    void keeps_the_old_file_when_the_writer_gives_up();
    void keeps_the_old_file_when_the_writer_throws();
    void remembers_a_failure_that_the_writer_ignores();
    void says_that_the_disk_is_full();
    void says_that_the_folder_is_missing();
    void refuses_folders();
    void refuses_read_only_files();
    void keeps_permissions();
    void obeys_the_umask();
    void follows_symbolic_links();
    void takes_the_longest_file_names();
    void does_not_replace_devices();

  private:
    [[nodiscard]] fs::path path(const char *name = "file.bin") const {
        return fs::path(folder_->path().toStdString()) / name;
    }
    [[nodiscard]] int files_in_folder() const {
        return static_cast<int>(
            std::distance(fs::directory_iterator(path("")), fs::directory_iterator()));
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAtomicFile::writes_a_new_file() {
    QVERIFY(write_file_atomically(path("猫🐈.txt"), "hello").ok());
    QCOMPARE(content_of(path("猫🐈.txt")), std::string("hello"));
    QCOMPARE(files_in_folder(), 1);
}

void TestAtomicFile::replaces_the_old_content() {
    QVERIFY(write_file_atomically(path(), "a long old content").ok());
    QVERIFY(write_file_atomically(path(), "new").ok());
    QCOMPARE(content_of(path()), std::string("new"));
}

void TestAtomicFile::joins_many_small_and_large_writes() {
    std::string expected;
    const auto written = write_file_atomically(path(), [&](FileSink &sink) -> Result<void> {
        for (std::size_t i = 0; i < 3000; ++i) {
            const std::string part(i % 1000 == 999 ? 100000 : i % 97,
                                   static_cast<char>('a' + i % 26));
            expected += part;
            if (auto result = sink.write(part); !result)
                return result;
        }
        return {};
    });
    QVERIFY(written.ok());
    QVERIFY(content_of(path()) == expected);
}

void TestAtomicFile::keeps_the_old_file_when_writing_fails() {
    QVERIFY(write_file_atomically(path(), "old").ok());
    const FileSizeLimit limit(100000);
    const auto written = write_file_atomically(path(), std::string(200000, 'x'));
    QCOMPARE(written.error(), (Error{"unwritable", {path().string(), "File too large"}}));
    QCOMPARE(content_of(path()), std::string("old"));
    QCOMPARE(files_in_folder(), 1);
}

void TestAtomicFile::keeps_the_old_file_when_the_writer_gives_up() {
    QVERIFY(write_file_atomically(path(), "old").ok());
    const auto written = write_file_atomically(path(), [](FileSink &sink) -> Result<void> {
        static_cast<void>(sink.write("half"));
        return Error{"cancelled", {}};
    });
    QCOMPARE(written.error(), (Error{"cancelled", {}}));
    QCOMPARE(content_of(path()), std::string("old"));
    QCOMPARE(files_in_folder(), 1);
}

void TestAtomicFile::keeps_the_old_file_when_the_writer_throws() {
    QVERIFY(write_file_atomically(path(), "old").ok());
    QVERIFY_EXCEPTION_THROWN(
        static_cast<void>(write_file_atomically(
            path(), [](FileSink &) -> Result<void> { throw std::runtime_error("no"); })),
        std::runtime_error);
    QCOMPARE(content_of(path()), std::string("old"));
    QCOMPARE(files_in_folder(), 1);
}

void TestAtomicFile::remembers_a_failure_that_the_writer_ignores() {
    const FileSizeLimit limit(1000);
    const auto written = write_file_atomically(path(), [](FileSink &sink) -> Result<void> {
        static_cast<void>(sink.write(std::string(200000, 'x')));
        static_cast<void>(sink.write("end"));
        return {};
    });
    QCOMPARE(written.error().code, std::string("unwritable"));
    QCOMPARE(files_in_folder(), 0);
}

void TestAtomicFile::says_that_the_disk_is_full() {
    QCOMPARE(write_file_atomically("/dev/full", "text").error(),
             (Error{"disk_full", {"/dev/full"}}));
}

void TestAtomicFile::says_that_the_folder_is_missing() {
    const fs::path missing = path("nowhere") / "file";
    QCOMPARE(write_file_atomically(missing, "text").error(),
             (Error{"unwritable", {missing.string(), "its folder does not exist"}}));
}

void TestAtomicFile::refuses_folders() {
    QCOMPARE(write_file_atomically(path(""), "text").error().code, std::string("unwritable"));
}

void TestAtomicFile::refuses_read_only_files() {
    if (::geteuid() == 0)
        QSKIP("root may write everything");
    QVERIFY(write_file_atomically(path(), "old").ok());
    fs::permissions(path(), fs::perms::owner_read);
    QCOMPARE(write_file_atomically(path(), "new").error(),
             (Error{"no_permission", {path().string()}}));
    fs::permissions(path(""), fs::perms::owner_read | fs::perms::owner_exec);
    QCOMPARE(write_file_atomically(path("other"), "new").error(),
             (Error{"no_permission", {path("other").string()}}));
    fs::permissions(path(""), fs::perms::owner_all);
    QCOMPARE(content_of(path()), std::string("old"));
}

void TestAtomicFile::keeps_permissions() {
    QVERIFY(write_file_atomically(path(), "old").ok());
    const auto wanted = fs::perms::owner_all | fs::perms::group_read;
    fs::permissions(path(), wanted);
    QVERIFY(write_file_atomically(path(), "new").ok());
    QVERIFY(fs::status(path()).permissions() == wanted);
}

void TestAtomicFile::obeys_the_umask() {
    const mode_t before = ::umask(027);
    const auto written = write_file_atomically(path(), "new");
    ::umask(before);
    QVERIFY(written.ok());
    QVERIFY(fs::status(path()).permissions() ==
            (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

void TestAtomicFile::follows_symbolic_links() {
    QVERIFY(write_file_atomically(path("real"), "old").ok());
    fs::create_symlink("real", path("link"));
    QVERIFY(write_file_atomically(path("link"), "new").ok());
    QVERIFY(fs::is_symlink(path("link")));
    QCOMPARE(content_of(path("real")), std::string("new"));
    fs::create_symlink("to be made", path("ahead"));
    QVERIFY(write_file_atomically(path("ahead"), "first").ok());
    QVERIFY(fs::is_symlink(path("ahead")));
    QCOMPARE(content_of(path("to be made")), std::string("first"));
    fs::create_symlink("loop", path("loop"));
    QVERIFY(!write_file_atomically(path("loop"), "text").ok());
}

void TestAtomicFile::takes_the_longest_file_names() {
    const std::string name(255, 'n');
    QVERIFY(write_file_atomically(path(name.c_str()), "text").ok());
    QCOMPARE(content_of(path(name.c_str())), std::string("text"));
}

void TestAtomicFile::does_not_replace_devices() {
    QVERIFY(write_file_atomically("/dev/null", "text").ok());
    QVERIFY(fs::is_character_file("/dev/null"));
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "test_atomic_file.moc"
