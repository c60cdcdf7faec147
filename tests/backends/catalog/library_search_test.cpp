#include "backends/catalog/library_search.hpp"

#include "backends/catalog/elf_needs.hpp"
#include "tests/backends/catalog/environment_variable.hpp"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cstring>
#include <dlfcn.h>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// The file from which a library that is in this process was mapped.
fs::path mapped_file(const char *name) {
    void *handle = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    void *symbol = handle == nullptr ? nullptr : dlsym(handle, "qVersion");
    Dl_info info{};
    return symbol != nullptr && dladdr(symbol, &info) != 0 ? fs::path(info.dli_fname) : fs::path();
}

/// What binutils says that a file needs.
QStringList needed_by_readelf(const fs::path &file) {
    QProcess readelf;
    readelf.start("readelf", {"-dW", QString::fromStdString(file.string())});
    readelf.waitForFinished();
    QStringList names;
    for (const QString &line : QString::fromUtf8(readelf.readAllStandardOutput()).split('\n')) {
        if (line.contains("(NEEDED)")) {
            names << line.section('[', 1).section(']', 0, 0);
        }
    }
    return names;
}

QByteArray read(const fs::path &path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class LibrarySearchTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path library_;

    fs::path write(const QByteArray &bytes) {
        const QString path = folder_.filePath("candidate.so");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("cannot write");
        }
        return path.toStdString();
    }

  private Q_SLOTS:
    void initTestCase() {
        library_ = mapped_file("libQt6Core.so.6");
        QVERIFY(!library_.empty());
    }

    void needsAreThoseOfReadelf() {
        const QStringList expected = needed_by_readelf(library_);
        if (expected.isEmpty()) {
            QSKIP("readelf is not installed");
        }
        const auto needs = read_elf_needs(library_);
        QVERIFY(needs.ok());
        QStringList names;
        for (const std::string &name : needs->needed) {
            names << QString::fromStdString(name);
        }
        QCOMPARE(names, expected);
    }

    void damagedFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray whole = read(library_);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello\n").repeated(100);
        QTest::newRow("magic alone") << whole.left(4);
        QTest::newRow("header alone") << whole.left(64);
        QTest::newRow("cut in the middle") << whole.left(4096);
        QByteArray other = whole;
        other[18] = 8; // e_machine: MIPS
        QTest::newRow("another machine") << other;
        QByteArray program = whole;
        program[16] = 1; // e_type: relocatable
        QTest::newRow("object file") << program;
        QByteArray wild = whole;
        std::memset(wild.data() + 32, 0xff, 8); // e_phoff
        QTest::newRow("table beyond the end") << wild;
    }
    void damagedFilesAreRefused() {
        QFETCH(QByteArray, bytes);
        const auto needs = read_elf_needs(write(bytes));
        QVERIFY(!needs.ok());
        QCOMPARE(needs.error().code, std::string("not_ours"));
    }

    void everyFlippedHeaderByteIsSurvived() {
        // Nothing is expected of the answer; under sanitizers this would show a wild read.
        const QByteArray whole = read(library_);
        for (qsizetype at = 0; at < 64 + 56 * 12; ++at) {
            QByteArray bytes = whole.left(200'000);
            bytes[at] = static_cast<char>(~bytes[at]);
            (void)read_elf_needs(write(bytes));
        }
    }

    void absentFileIsUnreadable() {
        QCOMPARE(read_elf_needs("/nowhere/libx.so").error().code, std::string("unreadable"));
    }

    void cacheAgreesWithLdconfig() {
        QProcess ldconfig;
        ldconfig.start("/sbin/ldconfig", {"-p"});
        if (!ldconfig.waitForFinished() || ldconfig.exitCode() != 0) {
            QSKIP("ldconfig is not here");
        }
        const LibraryCache cache = read_library_cache();
        std::size_t lines = 0;
        for (const QString &line :
             QString::fromUtf8(ldconfig.readAllStandardOutput()).split('\n')) {
            if (!line.contains(" => ")) {
                continue;
            }
            ++lines;
            const std::string name = line.trimmed().section(' ', 0, 0).toStdString();
            const std::string path = line.section(" => ", 1).toStdString();
            const auto [first, last] = cache.equal_range(name);
            QVERIFY2(std::any_of(first, last, [&](const auto &e) { return e.second == path; }),
                     qPrintable(line));
        }
        QCOMPARE(cache.size(), lines);
    }

    void damagedCacheIsSurvived() {
        const QByteArray whole = read("/etc/ld.so.cache");
        const std::size_t all =
            parse_library_cache({whole.data(), static_cast<std::size_t>(whole.size())}).size();
        for (qsizetype size = 0; size < whole.size(); size += 997) {
            QVERIFY(parse_library_cache({whole.data(), static_cast<std::size_t>(size)}).size() <=
                    all);
        }
    }

    void closureHoldsEverythingBelow() {
        const auto closure = LibrarySearch().closure_of(library_);
        QVERIFY(closure.ok());
        QVERIFY(closure->contains("libc.so.6"));
        for (const auto &[name, file] : *closure) {
            QVERIFY2(file.ok(), name.c_str());
        }
    }

    void unknownLibraryIsNotFound() {
        const LibrarySearch search;
        QCOMPARE(search.find("libvitrine-has-no-such.so.1", library_).error(),
                 (Error{"missing_library", {"libvitrine-has-no-such.so.1"}}));
        QVERIFY(search.find("libm.so.6", library_).ok());
    }

    void damagedLibraryIsNamed() {
        const fs::path file = write("text");
        const EnvironmentVariable path("LD_LIBRARY_PATH", folder_.path().toUtf8());
        const auto found = LibrarySearch().find(file.filename(), library_);
        QCOMPARE(found.error(), (Error{"damaged_library", {file.string(), "it is not a library"}}));
    }

    void closureLoadsNothing() {
        // Qt's SQL library is nobody's here.
        const fs::path sql = library_.parent_path() / "libQt6Sql.so.6";
        if (!fs::exists(sql)) {
            QSKIP("Qt's SQL library is not installed");
        }
        QVERIFY(LibrarySearch().closure_of(sql).ok());
        QVERIFY(dlopen(sql.c_str(), RTLD_LAZY | RTLD_NOLOAD) == nullptr);
    }
};

QTEST_GUILESS_MAIN(LibrarySearchTest)
#include "library_search_test.moc"
