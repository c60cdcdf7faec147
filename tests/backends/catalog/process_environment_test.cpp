// What libgomp itself reports in a child process that was prepared as the program is.
#include <QProcess>
#include <QtTest>

namespace {

struct Answer {
    QString output; ///< one line of the probe
    QString spins;  ///< how often libgomp looks before it sleeps, once for each time mapped
    qint64 pid = 0; ///< of the process that was started
};

Answer run(const QString &probe, const QStringList &arguments, const QString &policy = {}) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("OMP_WAIT_POLICY");
    environment.insert("OMP_DISPLAY_ENV", "VERBOSE");
    if (!policy.isNull()) {
        environment.insert("OMP_WAIT_POLICY", policy);
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(VITRINE_PROBES "/") + probe, arguments);
    Answer answer;
    if (process.waitForStarted()) {
        answer.pid = process.processId();
        process.waitForFinished();
    }
    answer.output = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    QStringList spins;
    for (const QString &line : QString::fromUtf8(process.readAllStandardError()).split('\n')) {
        if (line.contains("GOMP_SPINCOUNT")) {
            spins << line.section('\'', 1, 1);
        }
    }
    answer.spins = spins.join(' ');
    return answer;
}

// libgomp shows the same wait policy for "not set" and "passive"; this number tells. Its manual,
// "GOMP_SPINCOUNT": 300,000 when nothing is set, 30 billion when active, 0 when passive.
const QString by_default = QStringLiteral("300000");
const QString active = QStringLiteral("30000000000");
const QString passive = QStringLiteral("0");

} // namespace

class ProcessEnvironmentTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void withoutPreparationThreadsSpin() {
        // Shows that the others can fail.
        QCOMPARE(run("process_probe", {"--unprepared"}).spins, by_default);
    }

    void openmpThatComesLaterIsPassive() {
        const Answer answer = run("process_probe", {});
        QVERIFY(answer.output.contains("openmp 1"));
        QCOMPARE(answer.spins, passive);
    }

    void processWithOpenmpStartsAgain() {
        const Answer answer =
            run("process_probe_with_openmp", {"picture 图.png", "", "--lang", "zh"});
        QCOMPARE(answer.spins, by_default + " " + passive);
        QCOMPARE(answer.output, QString("pid %1 openmp 1 arguments [picture 图.png] [] [--lang] "
                                        "[zh]")
                                    .arg(answer.pid));
    }

    void usersChoiceIsLeftAlone() {
        QCOMPARE(run("process_probe", {}, "ACTIVE").spins, active);
        QCOMPARE(run("process_probe_with_openmp", {}, "ACTIVE").spins, active);
    }

    void preparedParentCausesNoSecondStart() {
        QCOMPARE(run("process_probe_with_openmp", {}, "PASSIVE").spins, passive);
    }
};

QTEST_GUILESS_MAIN(ProcessEnvironmentTest)
#include "process_environment_test.moc"
