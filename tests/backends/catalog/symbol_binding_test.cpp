// LibTorch keeps its own BLAS when it comes through the catalog, also beside OpenCV's slow one.
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

namespace {

const QString backends = QStringLiteral(VITRINE_BUILT_BACKENDS);
const QString plugin = backends + "/libvitrine_cpu.so";

QString probe(const QStringList &arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_BIND_NOW", "1");
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(VITRINE_PROBES "/binding_probe"), arguments);
    process.waitForFinished(120'000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

int number(const QString &output, const char *name) {
    const QRegularExpression expression(QStringLiteral("\\b%1 (\\d+)").arg(QLatin1String(name)));
    const auto match = expression.match(output);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

} // namespace

class SymbolBindingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        if (!QFile::exists(plugin)) {
            QSKIP("the CPU plugin is not built");
        }
    }

    void throughTheCatalogNothingIsStolen() {
        const QString output = probe({"catalog", backends, "cpu"});
        QVERIFY2(!output.startsWith("failed"), qPrintable(output));
        QVERIFY2(number(output, "torch") > 0, qPrintable(output));
        QVERIFY2(number(output, "looked") > 1000, qPrintable(output));
        QVERIFY2(number(output, "blas") > 0, "no other BLAS in the process: this shows nothing");
        QVERIFY2(!output.contains("stolen"), qPrintable(output));
    }

    void withoutDeepBindingTheMatrixProductIsStolen() {
        // Shows that the test above can fail, and that the precaution is still needed.
        const QString output = probe({"plain", plugin});
        QVERIFY2(output.contains("stolen sgemm_ libblas"), qPrintable(output));
    }

    void scanningLoadsNoLibTorch() {
        const QString output = probe({"search", backends});
        QCOMPARE(number(output, "torch"), 0);
    }
};

QTEST_GUILESS_MAIN(SymbolBindingTest)
#include "symbol_binding_test.moc"
