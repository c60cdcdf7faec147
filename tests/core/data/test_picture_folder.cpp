// Folders of pictures, and which class of a model their names mean.
#include "core/data/class_names.hpp"
#include "core/data/picture_folder.hpp"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace vitrine;

namespace {

void touch(const QTemporaryDir &root, const QString &path) {
    QVERIFY(QDir(root.path()).mkpath(QFileInfo(path).path()));
    QFile file(root.filePath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
}

const std::vector<Phrase> labels{{"airplane", "飞机"},
                                 {"tabby, tabby cat", "虎斑猫"},
                                 {"tiger cat", "虎猫"},
                                 {"crane", "鹤"},
                                 {"crane", "起重机"}};

} // namespace

class TestPictureFolder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void takes_the_split_where_there_is_one() {
        QTemporaryDir root;
        touch(root, "test/猫/b.JPG");
        touch(root, "test/猫/a.png");
        touch(root, "test/猫/notes.txt");
        touch(root, "test/cat/c.webp");
        touch(root, "test/.hidden/d.png");
        touch(root, "train/dog/e.png");
        auto folder = list_picture_folder(root.path().toStdString(), "test");
        QVERIFY(folder.ok());
        QCOMPARE(folder->class_names, (std::vector<std::string>{"cat", "猫"}));
        QCOMPARE(folder->pictures.size(), 3u);
        QCOMPARE(folder->pictures[0].label, 0);
        QCOMPARE(folder->pictures[1].path.filename().string(), std::string("a.png"));
        QCOMPARE(folder->pictures[2].label, 1);
    }

    void takes_the_classes_directly_without_a_split() {
        QTemporaryDir root;
        touch(root, "cat/a.png");
        touch(root, "dog/a.png");
        auto folder = list_picture_folder(root.path().toStdString(), "test");
        QVERIFY(folder.ok());
        QCOMPARE(folder->class_names, (std::vector<std::string>{"cat", "dog"}));
    }

    void names_what_is_missing() {
        QTemporaryDir root;
        touch(root, "a.png"); // the wrong folder level
        auto flat = list_picture_folder(root.path().toStdString(), "test");
        QVERIFY(!flat.ok());
        QCOMPARE(flat.error().code, std::string("no_pictures"));
        auto absent = list_picture_folder(root.path().toStdString() + "/nowhere", "test");
        QVERIFY(!absent.ok());
        QCOMPARE(absent.error().code, std::string("unreadable"));
    }

    void matches_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("id");
        QTest::newRow("english") << "airplane" << 0;
        QTest::newRow("case and underscore") << "Tiger_Cat" << 2;
        QTest::newRow("chinese") << "飞机" << 0;
        QTest::newRow("first part") << "tabby" << 1;
        QTest::newRow("second part") << "tabby-cat" << 1;
        QTest::newRow("whole") << "tabby, tabby cat" << 1;
        QTest::newRow("number") << "4" << 4;
        QTest::newRow("chinese tells the cranes apart") << "起重机" << 4;
    }
    void matches() {
        QFETCH(QString, name);
        QFETCH(int, id);
        const std::vector<std::string> names{name.toStdString()};
        auto ids = match_class_names(names, labels);
        QVERIFY(ids.ok());
        QCOMPARE(*ids, std::vector<int>{id});
    }

    void refuses_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown") << "zebra"
                                 << "unknown_class";
        QTest::newRow("number too high") << "5"
                                         << "unknown_class";
        QTest::newRow("negative") << "-1"
                                  << "unknown_class";
        QTest::newRow("number and more") << "4x"
                                         << "unknown_class";
        QTest::newRow("two of that name") << "crane"
                                          << "ambiguous_class";
    }
    void refuses() {
        QFETCH(QString, name);
        QFETCH(QString, code);
        const std::vector<std::string> names{name.toStdString()};
        auto ids = match_class_names(names, labels);
        QVERIFY(!ids.ok());
        QCOMPARE(QString::fromStdString(ids.error().code), code);
        QCOMPARE(ids.error().arguments, names);
    }
};

QTEST_GUILESS_MAIN(TestPictureFolder)
#include "test_picture_folder.moc"
