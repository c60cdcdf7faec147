// The catalog over copies of the fake plugins, good and spoilt.
#include "backends/catalog/catalog.hpp"

#include "backends/catalog/plugin.hpp"
#include "tests/backends/catalog/environment_variable.hpp"
#include "tests/backends/catalog/plugin_copies.hpp"

#include <QtTest>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <unistd.h>

using namespace vitrine;

namespace {

const QString fakes = QStringLiteral(VITRINE_FAKES);
const QString fake = fakes + "/libvitrine_fake_backend.so";
const QString fake_gpu = fakes + "/libvitrine_fake_gpu_backend.so";
const QString fake_needy = fakes + "/libvitrine_fake_needy_backend.so";
const QString dependency = fakes + "/needs/libvitrine_fake_dependency.so";

class Log {
  public:
    [[nodiscard]] HostServices services() {
        return {[this](HostServices::Level, const std::string &text) {
            const std::scoped_lock lock(mutex_);
            text_ += text + '\n';
        }};
    }
    [[nodiscard]] bool says(const std::string &text) {
        const std::scoped_lock lock(mutex_);
        return text_.find(text) != std::string::npos;
    }

  private:
    std::mutex mutex_;
    std::string text_;
};

bool is_mapped(const QString &path) {
    QFile maps(QStringLiteral("/proc/self/maps"));
    return maps.open(QIODevice::ReadOnly) && maps.readAll().contains(path.toUtf8());
}

} // namespace

class CatalogTest : public QObject {
    Q_OBJECT
    Log log_;

    /// The one record of a folder.
    PluginRecord only_record(const PluginCopies &copies) {
        Catalog catalog({copies.folder()}, log_.services());
        catalog.scan();
        const auto records = catalog.records();
        return records.size() == 1 ? records.front() : PluginRecord{};
    }

  private Q_SLOTS:
    void goodPluginIsReadyAndNotLoaded() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libgood.so"));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::ready);
        QCOMPARE(record.id, QString("fake"));
        QCOMPARE(record.kind, QString("cpu"));
        QCOMPARE(record.priority, 1);
        QCOMPARE(record.build, QString("closed form"));
        QCOMPARE(record.capabilities, QStringList{"classify"});
        QVERIFY(record.reason.code.empty());
        QVERIFY(record.devices.empty());
        QVERIFY(!is_mapped(copies.path("libgood.so")));
    }

    void wrongAbiNamesBothNumbers() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libnew.so", "org.vitrine.Backend/4", "org.vitrine.Backend/9"));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::wrong_abi);
        QCOMPARE(record.reason, (Error{"wrong_abi", {"9", std::to_string(backend_abi)}}));
        QVERIFY(log_.says("libnew.so: " + english_message(record.reason)));
    }

    void strangersAreNotOurs_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("text") << QByteArray("#!/bin/sh\necho I am a plugin\n");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("magic alone") << QByteArray("\177ELF\2\1\1");
        QTest::newRow("metadata in text") << QByteArray("QTMETADATA !org.vitrine.Backend/4");
    }
    void strangersAreNotOurs() {
        QFETCH(QByteArray, text);
        PluginCopies copies;
        QVERIFY(copies.add_text("libtext.so", text));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::not_ours);
        QCOMPARE(record.reason.code, std::string("not_ours"));
        QVERIFY(!record.reason.arguments.at(0).empty());
        QCOMPARE(record.id, QString("libtext.so"));
    }

    void libraryThatIsNoPluginIsNotOurs() {
        PluginCopies copies;
        QVERIFY(copies.add(dependency, "libplain.so"));
        QCOMPARE(only_record(copies).reason, (Error{"not_ours", {"it is not a Qt plugin"}}));
    }

    void anotherProgramsPluginIsNotOurs() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libother.so", "org.vitrine.Backend/4", "org.another.Backend/1"));
        QCOMPARE(only_record(copies).reason,
                 (Error{"not_ours", {"it is a plugin for org.another.Backend/1"}}));
    }

    void truncatedPluginIsRefused() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libcut.so"));
        QVERIFY(QFile::resize(copies.path("libcut.so"), 3000));
        QCOMPARE(only_record(copies).state, PluginState::not_ours);
    }

    void unreadableFileIsSaidToBe() {
        if (geteuid() == 0) {
            QSKIP("root may read everything");
        }
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libshut.so"));
        QVERIFY(QFile::setPermissions(copies.path("libshut.so"), {}));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::not_ours);
        QCOMPARE(record.reason.code, std::string("unreadable"));
    }

    void brokenManifestIsFailed() {
        PluginCopies copies;
        // In the plugin the manifest is CBOR, where texts stand as they are.
        QVERIFY(copies.add(fake, "libbroken.so", "priority", "importan"));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::failed);
        QVERIFY(record.reason.arguments.at(0).find("priority") != std::string::npos);
    }

    void otherFilesAndFoldersAreLeftAlone() {
        PluginCopies copies;
        QVERIFY(copies.add_text("README.txt", "no plugin"));
        QVERIFY(QDir(copies.folder()).mkdir("folder.so"));
        Catalog catalog({copies.folder(), "/nowhere/at/all"}, {});
        catalog.scan();
        QVERIFY(catalog.records().empty());
        const auto chosen = catalog.choose("auto");
        QCOMPARE(chosen.error().code, std::string("no_backend"));
        QVERIFY(chosen.error().arguments.at(0).find(copies.folder().toStdString()) !=
                std::string::npos);
    }

    void missingLibraryIsNamedWithItsHint() {
        PluginCopies copies;
        QVERIFY(copies.add(fake_needy, "libneedy.so"));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::missing_library);
        QCOMPARE(record.reason,
                 (Error{"missing_library",
                        {"libvitrine_fake_dependency.so", "Put the dependency back."}}));
    }

    void missingLibraryIsFoundOncePutBack() {
        PluginCopies copies;
        QVERIFY(copies.add(fake_needy, "libneedy.so"));
        Catalog catalog({copies.folder()}, log_.services());
        catalog.scan();
        QCOMPARE(catalog.load("fake_needy").error().code, std::string("missing_library"));
        QVERIFY(copies.add(dependency, "libvitrine_fake_dependency.so"));
        catalog.scan();
        QVERIFY(catalog.load("fake_needy").ok());
    }

    void libraryThatVanishesAfterTheScanIsNamed() {
        PluginCopies copies;
        // Under another name, since the one above stays in the process for good.
        QVERIFY(copies.add(fake_needy, "libneedy.so", "libvitrine_fake_dependency.so",
                           "libvitrine_fake_dependable.so"));
        QVERIFY(copies.add(dependency, "libvitrine_fake_dependable.so"));
        Catalog catalog({copies.folder()}, log_.services());
        catalog.scan();
        const auto records = catalog.records();
        QVERIFY(std::any_of(records.begin(), records.end(), [](const PluginRecord &record) {
            return record.id == "fake_needy" && record.state == PluginState::ready;
        }));
        QVERIFY(QFile::remove(copies.path("libvitrine_fake_dependable.so")));
        const auto chosen = catalog.load("fake_needy");
        QCOMPARE(chosen.error().code, std::string("missing_library"));
        QCOMPARE(chosen.error().arguments.at(0), std::string("libvitrine_fake_dependable.so"));
    }

    void unknownIdIsNoSuchBackend() {
        Catalog catalog({fakes}, log_.services());
        catalog.scan();
        const Error error = catalog.load("abacus").error();
        QCOMPARE(error.code, std::string("no_such_backend"));
        QCOMPARE(error.arguments.front(), std::string("abacus"));
        QCOMPARE(catalog.choose("abacus").error(), error);
    }

    void loadedPluginTellsItsDevices() {
        Catalog catalog({fakes}, log_.services());
        catalog.scan();
        const auto chosen = catalog.load("fake");
        QVERIFY(chosen.ok());
        QCOMPARE(chosen->devices.at(0).id, std::string("fake"));
        for (const PluginRecord &record : catalog.records()) {
            if (record.id == "fake") {
                QCOMPARE(record.state, PluginState::loaded);
                QCOMPARE(record.devices.size(), std::size_t{1});
            }
        }
        QVERIFY(log_.says("the fake backend starts"));
    }

    void loadedPluginStaysWhenTheCatalogGoes() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libstays.so"));
        {
            Catalog catalog({copies.folder()}, {});
            catalog.scan();
            QVERIFY(catalog.load("fake").ok());
        }
        QVERIFY(is_mapped(copies.path("libstays.so")));
    }

    void scanAgainKeepsWhatIsLoaded() {
        Catalog catalog({fakes}, {});
        catalog.scan();
        QVERIFY(catalog.load("fake").ok());
        catalog.scan();
        const auto records = catalog.records();
        QVERIFY(std::any_of(records.begin(), records.end(), [](const PluginRecord &record) {
            return record.id == "fake" && record.state == PluginState::loaded;
        }));
    }

    void autoTakesTheHighestPriority() {
        Catalog catalog({fakes}, {});
        catalog.scan();
        QCOMPARE(catalog.records().front().id, QString("fake_needy")); // priority 9
        const auto chosen = catalog.choose("auto");
        QVERIFY(chosen.ok());
        QVERIFY(chosen->id == "fake_needy" || chosen->id == "fake_gpu");
    }

    void autoFallsToTheNext() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "liba.so"));
        QVERIFY(copies.add(fake_gpu, "libb.so", "org.vitrine.Backend/4", "org.vitrine.Backend/0"));
        Catalog catalog({copies.folder()}, {});
        catalog.scan();
        const auto chosen = catalog.choose("auto");
        QVERIFY(chosen.ok());
        QCOMPARE(chosen->id, QString("fake"));
    }

    void creatingMayFail_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<PluginState>("state");
        QTest::addColumn<QString>("code");
        QTest::newRow("no device")
            << QByteArray("no_device") << PluginState::no_device << "no_device";
        QTest::newRow("no devices")
            << QByteArray("no_devices") << PluginState::no_device << "no_device";
        QTest::newRow("missing library")
            << QByteArray("missing_library") << PluginState::missing_library << "missing_library";
        QTest::newRow("failed") << QByteArray("failed") << PluginState::failed << "failed";
    }
    void creatingMayFail() {
        QFETCH(QByteArray, fault);
        QFETCH(PluginState, state);
        QFETCH(QString, code);
        PluginCopies copies;
        QVERIFY(copies.add(fake, "libfaulty.so"));
        Catalog catalog({copies.folder()}, log_.services());
        catalog.scan();
        {
            const EnvironmentVariable variable("VITRINE_FAKE_CREATE", fault);
            const auto chosen = catalog.choose("fake");
            QCOMPARE(QString::fromStdString(chosen.error().code), code);
            const PluginRecord record = catalog.records().front();
            QCOMPARE(record.state, state);
            QCOMPARE(record.reason, chosen.error());
            const auto any = catalog.choose("auto");
            QCOMPARE(any.error().code, std::string("no_backend"));
            QVERIFY(any.error().arguments.at(0).find(english_message(record.reason)) !=
                    std::string::npos);
        }
        catalog.scan();
        QVERIFY2(catalog.choose("auto").ok(), "another chance after another scan");
    }

    void gpuPluginIsMappedBeforeTheCpuComputes() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "liba_cpu.so"));
        QVERIFY(copies.add(fake_gpu, "libz_gpu.so"));
        const EnvironmentVariable variable("VITRINE_FAKE_LOAD_LOG", copies.path("order").toUtf8());
        Catalog catalog({copies.folder()}, {});
        catalog.scan();
        QVERIFY(catalog.load("fake").ok());
        QFile order(copies.path("order"));
        QVERIFY(order.open(QIODevice::ReadOnly));
        QCOMPARE(order.readAll(), QByteArray("fake_gpu\nfake\n"));
    }

    void gpuPluginWithoutItsLibrariesIsLeftOut() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "liba_cpu.so"));
        QVERIFY(copies.add(fake_gpu, "libz_gpu.so", "libc.so.6", "libc.so.0"));
        const EnvironmentVariable variable("VITRINE_FAKE_LOAD_LOG", copies.path("order").toUtf8());
        Catalog catalog({copies.folder()}, {});
        catalog.scan();
        QVERIFY(catalog.choose("auto").ok());
        QFile order(copies.path("order"));
        QVERIFY(order.open(QIODevice::ReadOnly));
        QCOMPARE(order.readAll(), QByteArray("fake\n"));
        const auto records = catalog.records();
        QCOMPARE(records.front().id, QString("fake_gpu"));
        QCOMPARE(records.front().reason.arguments.at(0), std::string("libc.so.0"));
    }

    void manyThreadsMayLoadAtOnce() {
        PluginCopies copies;
        QVERIFY(copies.add(fake, "liba.so"));
        QVERIFY(copies.add(fake_gpu, "libb.so"));
        Catalog catalog({copies.folder()}, {});
        catalog.scan();
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&, i] {
                    for (int turn = 0; turn < 20; ++turn) {
                        if (i == 0) {
                            catalog.scan();
                        }
                        (void)catalog.records();
                        good += catalog.choose(i % 2 != 0 ? "fake" : "auto").ok() ? 1 : 0;
                    }
                });
            }
        }
        QCOMPARE(good.load(), 160);
    }

    void foldersComeFromTheEnvironmentThenBesideTheProgram() {
        const EnvironmentVariable variable("VITRINE_BACKENDS", "/one:/two words::/three");
        const QStringList folders = Catalog::default_folders();
        QCOMPARE(folders.mid(0, 3), (QStringList{"/one", "/two words", "/three"}));
        const QDir beside(QCoreApplication::applicationDirPath());
        QCOMPARE(folders.mid(3),
                 (QStringList{QDir::cleanPath(beside.filePath("../lib/backends")),
                              QDir::cleanPath(beside.filePath("../lib/vitrine/backends"))}));
    }

    void statesHaveNames() {
        std::set<QString> names;
        for (const PluginState state :
             {PluginState::not_ours, PluginState::wrong_abi, PluginState::missing_library,
              PluginState::no_device, PluginState::ready, PluginState::loaded,
              PluginState::failed}) {
            names.insert(to_string(state));
        }
        QCOMPARE(names.size(), std::size_t{7});
    }

    void everyReasonHasASentence_data() {
        QTest::addColumn<QString>("code");
        for (const char *code : {"not_ours", "wrong_abi", "missing_library", "no_device", "failed",
                                 "no_backend", "no_such_backend", "unreadable"}) {
            QTest::newRow(code) << code;
        }
    }
    void everyReasonHasASentence() {
        QFETCH(QString, code);
        const std::string sentence = english_message({code.toStdString(), {"ONE", "TWO."}});
        QVERIFY(sentence.find("ONE") != std::string::npos);
        QVERIFY2(!sentence.starts_with(code.toStdString()), sentence.c_str());
    }

    void deletedLibTorchIsNamed() {
        const QString cpu = QStringLiteral(VITRINE_BUILT_BACKENDS "/libvitrine_cpu.so");
        if (!QFile::exists(cpu)) {
            QSKIP("the CPU plugin is not built");
        }
        PluginCopies copies;
        // A copy that looks where LibTorch is not: as if its folder were gone.
        QVERIFY(copies.add(cpu, "libvitrine_cpu.so", "/torch/lib", "/t_rch/lib"));
        const PluginRecord record = only_record(copies);
        QCOMPARE(record.state, PluginState::missing_library);
        QCOMPARE(record.reason.arguments.at(0), std::string("libtorch_cpu.so"));
        QVERIFY(!is_mapped("libtorch_cpu.so"));
    }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
