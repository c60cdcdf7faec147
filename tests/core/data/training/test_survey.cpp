// What is found at a path before anything is decoded, against the loading of it.
#include "core/data/training/survey.hpp"
#include "core/data/training/training_data.hpp"

#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace vitrine;

namespace fs = std::filesystem;

class TestSurvey : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { scratch_ = std::make_unique<QTemporaryDir>(); }

    void the_set_on_board() {
        const auto survey = survey_training_data(VITRINE_ASSETS "/data/cifar10-small");
        QVERIFY(survey.ok());
        QVERIFY(survey->kind == DataSurvey::Kind::cifar10);
        QCOMPARE(survey->classes.size(), std::size_t(10));
        QCOMPARE(survey->training(), std::int64_t(2000));
        QCOMPARE(survey->test(), std::int64_t(500));
        QCOMPARE(survey->classes[3].name, std::string("cat"));
        QCOMPARE(survey->classes[3].sample.width, 32);
    }

    void folders_count_as_the_loading_counts() {
        pictures("cat", 12);
        pictures("dog", 7);
        const auto survey = survey_training_data(root());
        const auto loaded = load_training_data(root(), {});
        QVERIFY(survey.ok() && loaded.ok());
        QVERIFY(survey->kind == DataSurvey::Kind::picture_folders);
        QCOMPARE(survey->training(), loaded->training.size());
        QCOMPARE(survey->test(), loaded->test.size());
        QCOMPARE(survey->classes[1].name, std::string("dog"));
        QCOMPARE(survey->classes[1].sample.width, 96);
        QCOMPARE(survey->remarks[0].code, std::string("test_from_training"));
        QCOMPARE(survey->remarks[1].code, std::string("few_pictures"));
    }

    void very_unequal_classes_are_told() {
        pictures("cat", 80);
        pictures("dog", 15);
        const auto survey = survey_training_data(root());
        QVERIFY(survey.ok());
        QCOMPARE(survey->remarks.back().code, std::string("unequal_classes"));
        QCOMPARE(survey->remarks.back().arguments[0], std::string("dog"));
    }

    void a_damaged_first_picture_does_not_hide_the_others() {
        pictures("cat", 3);
        pictures("dog", 3);
        std::ofstream(root() / "cat" / "0.png") << "nothing";
        const auto survey = survey_training_data(root());
        QVERIFY(survey.ok());
        QVERIFY(!survey->classes[0].sample.empty());
    }

    void what_is_wrong_is_told_the_same_data() {
        QTest::addColumn<QString>("at");
        QTest::addRow("nothing there") << "nowhere";
        QTest::addRow("one class") << "one";
        QTest::addRow("no pictures") << "empty";
        QTest::addRow("a level too deep") << "set/cat";
        QTest::addRow("a level too high") << "outer";
        QTest::addRow("a file") << "file.txt";
    }

    void what_is_wrong_is_told_the_same() {
        QFETCH(QString, at);
        pictures("one/cat", 3);
        fs::create_directories(root() / "empty");
        for (const char *name : {"set/cat", "set/dog", "outer/inner/cat", "outer/inner/dog"})
            pictures(name, 3);
        std::ofstream(root() / "file.txt") << "text";
        const fs::path path = root() / at.toStdString();
        const auto survey = survey_training_data(path);
        const auto loaded = load_training_data(path, {});
        QVERIFY(!survey.ok() && !loaded.ok());
        QCOMPARE(survey.error().code, loaded.error().code);
        QCOMPARE(survey.error().arguments, loaded.error().arguments);
    }

    void it_can_be_given_up() {
        pictures("cat", 3);
        pictures("dog", 3);
        const auto survey = survey_training_data(root(), [] { return false; });
        QVERIFY(!survey.ok());
        QCOMPARE(survey.error().code, std::string("interrupted"));
    }

  private:
    [[nodiscard]] fs::path root() const { return scratch_->path().toStdString(); }
    void pictures(const std::string &name, int count) {
        fs::create_directories(root() / name);
        QImage image(8, 8, QImage::Format_RGB32);
        for (int i = 0; i < count; ++i) {
            image.fill(QColor(i, static_cast<int>(name.size()), 7 * i % 256));
            image.save(QString::fromStdString(root() / name / (std::to_string(i) + ".png")));
        }
    }
    std::unique_ptr<QTemporaryDir> scratch_;
};

QTEST_GUILESS_MAIN(TestSurvey)
#include "test_survey.moc"
