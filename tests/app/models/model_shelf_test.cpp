// The shelf of trained models, which two windows of one user share.
#include "app/training/model_shelf.hpp"
#include "core/models/model_file.hpp"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace vitrine;

class ModelShelfTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void two_windows_that_shelve_at_once_leave_a_whole_model();

  private:
    QTemporaryDir folder_;
};

void ModelShelfTest::two_windows_that_shelve_at_once_leave_a_whole_model() {
    constexpr int rounds = 20;
    Model best;
    best.manifest.name = "best";
    best.manifest.architecture.classes = 2;
    best.manifest.input.width = best.manifest.input.height = 8;
    best.manifest.labels = {{"cat", "猫"}, {"dog", "狗"}};
    const std::filesystem::path file = folder_.filePath("best.safetensors").toStdString();
    const std::filesystem::path shelf = folder_.filePath("shelf").toStdString();
    QVERIFY(write_model(file, best).ok());
    QVERIFY(shelve_model(file, shelf, "ours", {"first", "一"}).ok());
    std::atomic<int> failed = 0;
    const auto window = [&](const char *title) {
        for (int round = 0; round < rounds; ++round)
            failed += shelve_model(file, shelf, "ours", {title, title}).ok() ? 0 : 1;
    };
    std::jthread first(window, "first");
    std::jthread second(window, "second");
    // Whoever looks meanwhile sees one of the two, whole.
    for (int look = 0; look < rounds; ++look) {
        const auto seen = read_model_manifest(shelf / "ours.safetensors");
        QVERIFY2(seen.ok(), seen ? "" : english_message(seen.error()).c_str());
        QVERIFY(seen->title.en == "first" || seen->title.en == "second");
    }
    first.join();
    second.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(QDir(folder_.filePath("shelf")).entryList(QDir::Files | QDir::Hidden),
             QStringList{"ours.safetensors"});
}

QTEST_GUILESS_MAIN(ModelShelfTest)
#include "model_shelf_test.moc"
