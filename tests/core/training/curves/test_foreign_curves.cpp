// Curves of other programs: files that tensorboardX wrote (see fixtures/curves/make_curves.py), and
// tables as they are usually spelt.
#include "core/training/curves/curve_names.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

const std::string pytorch = VITRINE_FIXTURES "/curves/events.out.tfevents.pytorch";

QByteArray bytes_of(const std::string &path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestForeignCurves : public QObject {
    Q_OBJECT

  private:
    std::string keep(const char *name, const QByteArray &bytes) {
        const QString path = scratch_.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("no scratch file");
        return path.toStdString();
    }
    Result<ForeignCurves> table(const QByteArray &text) {
        return read_metrics_csv(keep("table.csv", text));
    }

    QTemporaryDir scratch_;

  private Q_SLOTS:
    void names_are_understood_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("name"); // −1: none
        const auto row = [](const char *words, std::optional<CurveName> name) {
            QTest::newRow(words) << QString(words) << (name ? static_cast<int>(*name) : -1);
        };
        row("loss", CurveName::train_loss);
        row("Loss/train", CurveName::train_loss);
        row("epoch/test_loss", CurveName::test_loss);
        row("val_loss", CurveName::test_loss);
        row("Validation Loss", CurveName::test_loss);
        row("eval_top1", CurveName::test_accuracy);
        row("sparse_categorical_accuracy", CurveName::train_accuracy);
        row("val_acc", CurveName::test_accuracy);
        row("global_step", CurveName::step);
        row("Iteration", CurveName::step);
        row("Epoch", CurveName::epoch);
        row("learning_rate", std::nullopt);
        row("images_per_second", std::nullopt);
        row("", std::nullopt);
    }
    void names_are_understood() {
        QFETCH(QString, words);
        QFETCH(int, name);
        const auto found = curve_named(words.toStdString());
        QCOMPARE(found ? static_cast<int>(*found) : -1, name);
    }

    void scalars_of_pytorch() {
        const auto curves = read_tensorboard(pytorch);
        QVERIFY(curves.ok());
        QVERIFY(!curves->by_epoch && !curves->torn);
        QCOMPARE(curves->train_loss.size(), std::size_t{40});
        QCOMPARE(curves->train_loss[3].x, 4.0);
        QVERIFY(std::abs(curves->train_loss[3].y - 0.5) < 1e-6);
        QCOMPARE(curves->test_loss.size(), std::size_t{4});
        QVERIFY(curves->train_accuracy.empty());
        QVERIFY(std::abs(curves->test_accuracy[1].y - 0.95) < 1e-6); // it was written in per cent
        QCOMPARE(curves->last_x(), 40.0);
    }
    void tensors_of_tensorflow() {
        const auto curves =
            read_tensorboard(VITRINE_FIXTURES "/curves/events.out.tfevents.tensorflow");
        QVERIFY(curves.ok());
        QVERIFY((curves->train_loss == std::vector<CurvePoint>{{0, 1}, {1, 0.75}, {2, 0.5}}));
    }
    void a_torn_tail_is_left_out() {
        const QByteArray whole = bytes_of(pytorch);
        const auto curves = read_tensorboard(keep("torn", whole.chopped(5)));
        QVERIFY(curves.ok() && curves->torn);
        QCOMPARE(curves->test_accuracy.size(), std::size_t{3}); // the last one is gone
    }
    void every_changed_byte_of_a_record_is_noticed() {
        const QByteArray whole = bytes_of(pytorch);
        for (const qsizetype at : {qsizetype{2}, qsizetype{9}, qsizetype{15}, whole.size() / 2}) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            const auto curves = read_tensorboard(keep("changed", changed));
            QVERIFY2(!curves.ok() || curves->torn, qPrintable(QString::number(at)));
            if (!curves)
                QCOMPARE(curves.error().code, std::string("bad_curves"));
        }
    }
    void what_is_no_event_file_is_refused() {
        const auto text = read_tensorboard(keep("text", "this is a letter, and no event file"));
        QVERIFY(!text.ok());
        QCOMPARE(text.error().code, std::string("bad_curves"));
        const auto nothing = read_tensorboard(keep("nothing", ""));
        QVERIFY(!nothing.ok());
        QCOMPARE(nothing.error().code, std::string("no_curves"));
        QCOMPARE(read_tensorboard("/no/such/file").error().code, std::string("vanished"));
    }

    void a_table_of_keras() {
        const auto curves = table("epoch,accuracy,loss,val_accuracy,val_loss\r\n"
                                  "0,0.4,1.7,0.5,1.5\r\n1,0.6,1.2,0.55,1.4\r\n");
        QVERIFY(curves.ok() && curves->by_epoch);
        QVERIFY((curves->train_loss == std::vector<CurvePoint>{{1, 1.7}, {2, 1.2}}));
        QVERIFY((curves->test_accuracy == std::vector<CurvePoint>{{1, 0.5}, {2, 0.55}}));
    }
    void a_table_with_empty_cells_and_steps() { // as Lightning writes it
        const auto curves = table("epoch,step,train_loss,val_loss,val_acc\n0,49,1.5,,\n"
                                  "0,99,1.3,,\n0,99,,1.2,51.0\n1,149,1.1,,\n1,149,,1.0,61.0\n");
        QVERIFY(curves.ok() && !curves->by_epoch);
        QVERIFY((curves->train_loss == std::vector<CurvePoint>{{49, 1.5}, {99, 1.3}, {149, 1.1}}));
        QVERIFY((curves->test_accuracy == std::vector<CurvePoint>{{99, 0.51}, {149, 0.61}}));
    }
    void other_separators_and_quotes() {
        const auto curves = table("\xEF\xBB\xBF\"Step\";\"Loss\";\"note; free\"\n1;2.5;\"a;b\"\n"
                                  "2;2.25;c\n");
        QVERIFY(curves.ok());
        QVERIFY((curves->train_loss == std::vector<CurvePoint>{{1, 2.5}, {2, 2.25}}));
    }
    void what_fits_nothing_is_skipped() {
        const auto curves = table("step,loss\n1,2.5\nnan,1\n3,nan\n2,2.0\n2,1.9\n1,1\nrubbish\n");
        QVERIFY(curves.ok());
        QVERIFY((curves->train_loss == std::vector<CurvePoint>{{1, 2.5}, {2, 2.0}}));
        QVERIFY(curves->skipped >= 4);
    }
    void tables_without_curves_are_refused() {
        QCOMPARE(table("name,age\nAda,36\n").error().code, std::string("bad_curves"));
        QCOMPARE(table("epoch,age\n1,36\n").error().code, std::string("no_curves"));
        QCOMPARE(table("").error().code, std::string("bad_curves"));
    }
};

QTEST_APPLESS_MAIN(TestForeignCurves)
#include "test_foreign_curves.moc"
