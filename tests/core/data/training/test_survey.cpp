// What is found at a path before anything is decoded, against the loading of it.
#include "core/data/training/survey.hpp"
#include "core/data/training/training_data.hpp"

#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>

using namespace vitrine;

namespace fs = std::filesystem;

class TestSurvey : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        scratch_ = std::make_unique<QTemporaryDir>();
        fs::create_directories(root());
    }

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

    void who_follows_the_advice_is_done_data() {
        using Change = std::function<void(TestSurvey &)>;
        QTest::addColumn<QString>("code");
        QTest::addColumn<Change>("lay");
        QTest::addColumn<Change>("follow"); // to the letter
        const auto row = [](const char *code, const Change &lay, const Change &follow) {
            QTest::addRow("%s %d", code, ++rows_) << QString(code) << lay << follow;
        };
        const auto put = [](std::initializer_list<const char *> folders, int count = 20) {
            return [names = std::vector<std::string>(folders.begin(), folders.end()),
                    count](TestSurvey &test) {
                for (const std::string &name : names)
                    test.pictures(name, count);
            };
        };
        const auto make = [](const char *folder) {
            return [folder](TestSurvey &test) { fs::create_directories(test.root() / folder); };
        };
        const auto drop = [](std::initializer_list<const char *> folders) {
            return [names = std::vector<std::string>(folders.begin(), folders.end())](
                       TestSurvey &test) {
                for (const std::string &name : names)
                    fs::remove_all(test.root() / name);
            };
        };
        const auto both = [](const Change &one, const Change &other) {
            return [one, other](TestSurvey &test) {
                one(test);
                other(test);
            };
        };
        row("no_pictures", make("."), put({"cat", "dog"}));
        row("no_pictures", make("cat"), put({"cat", "dog"}));
        row("loose_pictures", put({"."}), put({"cat", "dog"}));
        row("loose_pictures", both(put({"train"}), make("train/cat")),
            put({"train/cat", "train/dog"}));
        row("one_class", put({"cat"}), put({"dog"}));
        row("one_filled_class", both(put({"cat"}), make("dog")), put({"dog"}));
        row("one_filled_class", put({"cat", "dog/2023"}), put({"dog"}));
        row("empty_classes", both(put({"cat", "dog"}), both(make("emu"), make("yak"))),
            drop({"emu", "yak"}));
        row("empty_classes", both(put({"cat", "dog"}), make("emu")), put({"emu"}));
        row("empty_classes",
            both(put({"train/cat", "train/dog", "test/cat", "test/emu"}), make("train/emu")),
            drop({"train/emu", "test/emu"}));
        row("no_test_pictures", both(put({"train/cat", "train/dog"}), make("test/cat")),
            drop({"test"}));
        row("no_test_pictures", put({"train/cat", "train/dog", "test/emu"}), drop({"test"}));
        row("unknown_test_classes", put({"train/cat", "train/dog", "test/cat", "test/emu"}),
            drop({"test/emu"}));
        row("too_few_pictures", put({"cat", "dog"}, 1), put({"cat", "dog"}));
        row("no_such_split", put({"test/cat", "test/dog"}), put({"train/cat", "train/dog"}));
    }

    void who_follows_the_advice_is_done() {
        QFETCH(QString, code);
        QFETCH(std::function<void(TestSurvey &)>, lay);
        QFETCH(std::function<void(TestSurvey &)>, follow);
        lay(*this);
        const auto refused = survey_training_data(root());
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, code.toStdString());
        QCOMPARE(load_training_data(root(), {}).error().code, code.toStdString());
        follow(*this);
        const auto survey = survey_training_data(root());
        QVERIFY2(survey.ok(), survey.ok() ? "" : survey.error().code.c_str());
        QVERIFY(load_training_data(root(), {}).ok());
        // Nor is more asked for afterwards.
        for (const Error &remark : survey->remarks)
            QVERIFY(remark.code != "few_pictures");
    }

    void the_folder_that_was_meant_is_found_data() {
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<QString>("meant");
        QTest::addRow("a class") << "set/cat"
                                 << "set";
        QTest::addRow("a level too high") << "outer"
                                          << "outer/inner";
        QTest::addRow("far too high") << "far"
                                      << "far/a/b";
        QTest::addRow("a split") << "split/train"
                                 << "split";
        QTest::addRow("a class of a split") << "split/train/cat"
                                            << "split";
        QTest::addRow("above the splits") << "over"
                                          << "over/split";
    }

    void the_folder_that_was_meant_is_found() {
        QFETCH(QString, chosen);
        QFETCH(QString, meant);
        for (const char *set : {"set", "outer/inner", "far/a/b", "split/train", "split/test",
                                "over/split/train", "over/split/test"})
            for (const char *name : {"cat", "dog"})
                pictures(std::string(set) + "/" + name, 3);
        const auto refused = survey_training_data(root() / chosen.toStdString());
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, std::string("wrong_folder_level"));
        QCOMPARE(refused.error().arguments[1], (root() / meant.toStdString()).string());
        QVERIFY(survey_training_data(refused.error().arguments[1]).ok());
    }

    void it_can_be_given_up() {
        pictures("cat", 3);
        pictures("dog", 3);
        const auto survey = survey_training_data(root(), [] { return false; });
        QVERIFY(!survey.ok());
        QCOMPARE(survey.error().code, std::string("interrupted"));
    }

  private:
    /// Not among what else lies in a folder for scratch files.
    [[nodiscard]] fs::path root() const { return scratch_->filePath("data").toStdString(); }
    void pictures(const std::string &name, int count) {
        fs::create_directories(root() / name);
        QImage image(8, 8, QImage::Format_RGB32);
        for (int i = 0; i < count; ++i) {
            image.fill(QColor(i, static_cast<int>(name.size()), 7 * i % 256));
            image.save(QString::fromStdString(root() / name / (std::to_string(i) + ".png")));
        }
    }
    std::unique_ptr<QTemporaryDir> scratch_;
    inline static int rows_ = 0;
};

QTEST_GUILESS_MAIN(TestSurvey)
#include "test_survey.moc"
