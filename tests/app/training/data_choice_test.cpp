// Choosing pictures to train on: what is said of a folder, and where that leads.
#include "app/services/language.hpp"
#include "app/viewmodels/training/training_data.hpp"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

using namespace vitrine;

namespace fs = std::filesystem;

class DataChoiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void a_tap_leads_to_the_folder_that_was_meant();
    void what_else_is_wrong_there_is_said_at_once();
    void cifar10_stays_cifar10_when_it_is_damaged();

  private:
    void pictures(const char *folder);
    void choose(const char *folder, TrainingDataChoice::State then);
    [[nodiscard]] QString path(const char *name) const { return scratch_->filePath(name); }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<Language> language_;
    std::unique_ptr<TrainingDataChoice> choice_;
};

void DataChoiceTest::init() {
    scratch_ = std::make_unique<QTemporaryDir>();
    language_ = std::make_unique<Language>();
    language_->set_code("en");
    choice_ = std::make_unique<TrainingDataChoice>(*language_, fs::path("/on/board"));
}

void DataChoiceTest::pictures(const char *folder) {
    fs::create_directories(path(folder).toStdString());
    QImage image(8, 8, QImage::Format_RGB32);
    for (int i = 0; i < 20; ++i) {
        image.fill(QColor(i, 100, 100));
        QVERIFY(image.save(QStringLiteral("%1/%2.png").arg(path(folder)).arg(i)));
    }
}

void DataChoiceTest::choose(const char *folder, TrainingDataChoice::State then) {
    choice_->chooseFolder(QUrl::fromLocalFile(path(folder)));
    QTRY_COMPARE(choice_->state(), then);
}

void DataChoiceTest::a_tap_leads_to_the_folder_that_was_meant() {
    for (const char *folder : {"set/train/cat", "set/train/dog", "set/test/cat", "set/test/dog"})
        pictures(folder);
    choose("set/train/cat", TrainingDataChoice::Bad);
    QCOMPARE(choice_->suggestion(), path("set"));
    choice_->takeSuggestion();
    QTRY_COMPARE(choice_->state(), TrainingDataChoice::Good);
    QCOMPARE(choice_->folder(), path("set"));
}

void DataChoiceTest::what_else_is_wrong_there_is_said_at_once() {
    pictures("set/cat");
    pictures("set/dog");
    fs::create_directories(path("set/emu").toStdString());
    choose("set/cat", TrainingDataChoice::Bad);
    // Of the folder that was meant: the next check is of that one.
    QCOMPARE(choice_->folder(), path("set"));
    QVERIFY2(choice_->problem().contains("emu"), qPrintable(choice_->problem()));
    fs::remove(path("set/emu").toStdString());
    choice_->checkAgain();
    QTRY_COMPARE(choice_->state(), TrainingDataChoice::Good);
}

void DataChoiceTest::cifar10_stays_cifar10_when_it_is_damaged() {
    QFile archive(path("cifar-10-binary.tar.gz"));
    QVERIFY(archive.open(QIODevice::WriteOnly));
    archive.write("no archive at all");
    archive.close();
    choice_->chooseCifar10(QUrl::fromLocalFile(archive.fileName()));
    QTRY_COMPARE(choice_->state(), TrainingDataChoice::Bad);
    QCOMPARE(choice_->kind(), TrainingDataChoice::Cifar10);
    QVERIFY2(choice_->problem().contains("download"), qPrintable(choice_->problem()));
}

QTEST_MAIN(DataChoiceTest)
#include "data_choice_test.moc"
