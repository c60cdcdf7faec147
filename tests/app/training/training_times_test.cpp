// How long a recipe takes, asked of a program that may not answer.
#include "app/training/training_times.hpp"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

using std::chrono_literals::operator""ms;

class TrainingTimesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        QFile script(folder_->filePath("program"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        // Answers once there is a file "go"; else it never ends.
        script.write("#!/bin/sh\ncd " + QFile::encodeName(folder_->path()) +
                     "\necho begun >> log\nif [ -e go ]; then echo '{\"seconds\": 12.5}'\n"
                     "else exec sleep 600; fi\n");
        script.close();
        QVERIFY(script.setPermissions(script.permissions() | QFile::ExeOwner));
    }

    void an_answer_is_remembered() {
        write("go");
        TrainingTimes times = make(10'000ms);
        const QSignalSpy found(&times, &TrainingTimes::found);
        times.ask("quick", {});
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(times.known("quick"), std::optional(12.5));
        QTRY_VERIFY(QFile(folder_->filePath("times.json")).size() > 0);
        // The next one is told of it, in its time, and measures nothing.
        TrainingTimes next = make(10'000ms);
        const QSignalSpy told(&next, &TrainingTimes::found);
        QVERIFY(!next.known("quick")); // the disk is not waited for
        next.ask("quick", {});
        next.ask("fast", {});
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told[0][0].toString(), QStringLiteral("quick"));
        QCOMPARE(next.known("quick"), std::optional(12.5));
        QCOMPARE(begun(), 2);
    }

    void one_that_never_ends_is_given_up() {
        TrainingTimes times = make(100ms);
        const QSignalSpy failed(&times, &TrainingTimes::failed);
        const QSignalSpy found(&times, &TrainingTimes::found);
        times.ask("slow", {});
        times.ask("next", {});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("slow"));
        write("go"); // the next one is asked all the same, and may be given up too
        QTRY_COMPARE(failed.size() + found.size(), 2);
    }

    void nothing_is_measured_while_it_is_held() {
        TrainingTimes times = make(60'000ms);
        const QSignalSpy found(&times, &TrainingTimes::found);
        times.ask("quick", {});
        QTRY_COMPARE(begun(), 1);
        times.set_held(true); // gives the one under way up
        times.ask("fast", {});
        write("go");
        QCOMPARE(begun(), 1);
        times.set_held(false);
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(found[0][0].toString(), QStringLiteral("quick")); // which was first in the row
        QCOMPARE(begun(), 3);
    }

    void a_program_that_cannot_be_started_is_no_trouble() {
        TrainingTimes times(folder_->filePath("none").toStdString(), {});
        const QSignalSpy failed(&times, &TrainingTimes::failed);
        times.ask("quick", {});
        QTRY_COMPARE(failed.size(), 1);
    }

  private:
    TrainingTimes make(std::chrono::milliseconds patience) {
        return TrainingTimes(folder_->filePath("program").toStdString(),
                             folder_->filePath("times.json").toStdString(), patience);
    }
    void write(const char *name) {
        QFile file(folder_->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    [[nodiscard]] int begun() const {
        QFile log(folder_->filePath("log"));
        return log.open(QIODevice::ReadOnly) ? static_cast<int>(log.readAll().count('\n')) : 0;
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TrainingTimesTest)
#include "training_times_test.moc"
