// The binary layout, from bytes laid by hand.
#include "core/data/cifar10.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace vitrine;

namespace {

// The record of the given label; the pixel (x, y) holds R = x, G = y, B = label.
QByteArray record(int label) {
    QByteArray bytes(1, static_cast<char>(label));
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 32; ++x)
                bytes.append(static_cast<char>(channel == 0 ? x : channel == 1 ? y : label));
    return bytes;
}

void write(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestCifar10 : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void planes_become_pixels() {
        const QByteArray bytes = record(7);
        const LabelledImage picture = cifar10_record(
            {reinterpret_cast<const std::uint8_t *>(bytes.data()), cifar10_record_bytes});
        QCOMPARE(picture.label, 7);
        QCOMPARE(picture.image.width, 32);
        QCOMPARE(picture.image.height, 32);
        const std::size_t at = (5 * 32 + 9) * 3; // y 5, x 9
        QCOMPARE(int(picture.image.pixels[at]), 9);
        QCOMPARE(int(picture.image.pixels[at + 1]), 5);
        QCOMPARE(int(picture.image.pixels[at + 2]), 7);
    }

    void any_whole_number_of_records_over_files_in_order() {
        QTemporaryDir folder;
        write(folder.filePath("data_batch_2.bin"), record(3));
        write(folder.filePath("data_batch_1.bin"), record(1) + record(2));
        write(folder.filePath("test_batch.bin"), record(9));
        write(folder.filePath("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        auto reader = Cifar10Reader::open(folder.path().toStdString(), "train");
        QVERIFY(reader.ok());
        QCOMPARE(reader->size(), 3);
        QCOMPARE(reader->class_names().size(), 10u);
        QCOMPARE(reader->class_names().back(), std::string("j"));
        auto first = reader->read(2);
        QVERIFY(first.ok());
        QCOMPARE(first->size(), 2u);
        auto rest = reader->read(5);
        QVERIFY(rest.ok());
        QCOMPARE(rest->size(), 1u);
        QCOMPARE((*first)[0].label, 1);
        QCOMPARE((*first)[1].label, 2);
        QCOMPARE((*rest)[0].label, 3);
        auto none = reader->read(5);
        QVERIFY(none.ok());
        QVERIFY(none->empty());
        auto test = Cifar10Reader::open(folder.path().toStdString(), "test");
        QVERIFY(test.ok());
        QCOMPARE(test->size(), 1);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("a byte short") << record(1).chopped(1) << QByteArray();
        QTest::newRow("a byte long") << record(1) + "x" << QByteArray();
        QTest::newRow("eleven names")
            << record(1) << QByteArray("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
        QTest::newRow("one name") << record(1) << QByteArray("a\n");
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, names);
        QTemporaryDir folder;
        write(folder.filePath("test_batch.bin"), bytes);
        if (!names.isEmpty())
            write(folder.filePath("batches.meta.txt"), names);
        auto reader = Cifar10Reader::open(folder.path().toStdString(), "test");
        QVERIFY(!reader.ok());
        QCOMPARE(reader.error().code, std::string("bad_dataset"));
    }

    void refuses_a_label_above_nine() {
        QTemporaryDir folder;
        write(folder.filePath("test_batch.bin"), record(9) + record(10));
        auto reader = Cifar10Reader::open(folder.path().toStdString(), "test");
        QVERIFY(reader.ok());
        QVERIFY(reader->read(1).ok());
        auto second = reader->read(1);
        QVERIFY(!second.ok());
        QCOMPARE(second.error().code, std::string("bad_dataset"));
    }

    void a_missing_split_is_named() {
        QTemporaryDir folder;
        write(folder.filePath("test_batch.bin"), record(9));
        QVERIFY(Cifar10Reader::is_folder(folder.path().toStdString()));
        auto reader = Cifar10Reader::open(folder.path().toStdString(), "train");
        QVERIFY(!reader.ok());
        QCOMPARE(reader.error().code, std::string("no_such_split"));
        QCOMPARE(reader.error().arguments.back(), std::string("train"));
    }
};

QTEST_GUILESS_MAIN(TestCifar10)
#include "test_cifar10.moc"
