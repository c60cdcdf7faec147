// When a visit begins and ends, and what is counted of it.
#include "app/kiosk/daily_counts.hpp"
#include "app/kiosk/visit_clock.hpp"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;
using namespace std::chrono_literals;
using Phase = VisitClock::Phase;

class VisitsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void a_visit_goes_through_its_phases();
    void a_touch_in_the_countdown_goes_on_with_the_visit();
    void nothing_begins_a_visit_but_a_touch();
    void counts_add_up_and_last();
    void damaged_counts_begin_afresh();
    void only_the_newest_days_are_kept();
};

void VisitsTest::a_visit_goes_through_its_phases() {
    VisitClock clock(60s, 10s);
    QVERIFY(clock.phase() == Phase::attract);
    clock.touch(1000s);
    QVERIFY(clock.advance(1000s) == Phase::visit);
    QVERIFY(clock.advance(1060s - 1ms) == Phase::visit);
    QVERIFY(clock.advance(1060s) == Phase::countdown);
    QCOMPARE(clock.seconds_left(1060s), 10);
    QCOMPARE(clock.seconds_left(1060s + 1ms), 10);
    QCOMPARE(clock.seconds_left(1069s), 1);
    QVERIFY(clock.advance(1070s - 1ms) == Phase::countdown);
    QVERIFY(clock.advance(1070s) == Phase::attract);
}

void VisitsTest::a_touch_in_the_countdown_goes_on_with_the_visit() {
    VisitClock clock(60s, 10s);
    clock.touch(0s);
    QVERIFY(clock.advance(65s) == Phase::countdown);
    clock.touch(65s);
    QVERIFY(clock.advance(65s) == Phase::visit);
    QVERIFY(clock.advance(125s - 1ms) == Phase::visit);
    QVERIFY(clock.advance(125s) == Phase::countdown);
}

void VisitsTest::nothing_begins_a_visit_but_a_touch() {
    VisitClock clock(60s, 10s);
    QVERIFY(clock.advance(100000s) == Phase::attract);
    clock.touch(100000s);
    clock.end();
    QVERIFY(clock.advance(100001s) == Phase::attract);
}

void VisitsTest::counts_add_up_and_last() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("state/counts.json").toStdString();
    {
        DailyCounts counts(path);
        counts.add("2026-05-04", {1, 3});
        counts.add("2026-05-04", {1, 0});
        counts.add("2026-05-05", {1, 2});
        QVERIFY(counts.save().ok());
    }
    DailyCounts counts(path);
    counts.add("2026-05-05", {1, 1});
    QVERIFY(counts.save().ok());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto days = QJsonDocument::fromJson(file.readAll()).object()["days"].toObject();
    QCOMPARE(days.keys(), (QStringList{"2026-05-04", "2026-05-05"}));
    QCOMPARE(days["2026-05-04"]["visits"].toInt(), 2);
    QCOMPARE(days["2026-05-04"]["pictures"].toInt(), 3);
    QCOMPARE(days["2026-05-05"]["visits"].toInt(), 2);
    QCOMPARE(days["2026-05-05"]["pictures"].toInt(), 3);
}

void VisitsTest::damaged_counts_begin_afresh() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("counts.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"days": {"2026-05-04": {"visits": "many", "pictures": -4}, "x": 7)");
    file.close();
    DailyCounts counts(file.fileName().toStdString());
    QVERIFY(counts.days().empty());
    QVERIFY(counts.save().ok());
}

void VisitsTest::only_the_newest_days_are_kept() {
    const QTemporaryDir folder;
    DailyCounts counts(folder.filePath("counts.json").toStdString());
    QDate date(2025, 1, 1);
    for (int day = 0; day < 500; ++day, date = date.addDays(1))
        counts.add(date.toString(Qt::ISODate).toStdString(), {1, 1});
    QCOMPARE(counts.days().size(), DailyCounts::longest);
    QCOMPARE(counts.days().rbegin()->first, date.addDays(-1).toString(Qt::ISODate).toStdString());
}

QTEST_GUILESS_MAIN(VisitsTest)
#include "visits_test.moc"
