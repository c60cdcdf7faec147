// events.jsonl as it grows, torn, damaged and cut back.
#include "app/training/event_reader.hpp"

#include <QTest>

#include <string>

using namespace vitrine;

namespace {

std::string step(int step, const std::string &loss = "1.5") {
    return R"({"type":"step","time_s":1.0,"step":)" + std::to_string(step) +
           R"(,"epoch":1,"loss":)" + loss +
           R"(,"accuracy":0.25,"learning_rate":0.1,"images_per_second":50,"eta_s":9})" + "\n";
}
std::string epoch(int epoch, double accuracy) {
    return R"({"type":"epoch","time_s":1.0,"step":)" + std::to_string(10 * epoch) + R"(,"epoch":)" +
           std::to_string(epoch) +
           R"(,"train_loss":1,"train_accuracy":0.5,"test_loss":1,"test_accuracy":)" +
           std::to_string(accuracy) + R"(,"best":true,"eta_s":5})" + "\n";
}
std::string start(const std::string &more = {}) {
    return R"({"type":"start","time_s":0,"step":0,"epochs":3,"steps":30,"steps_per_epoch":10,)"
           R"("training_pictures":100,"test_pictures":20,"labels":["cat","dog"])" +
           more + "}\n";
}

RunRecord record_of(const std::string &text, std::size_t piece = std::string::npos) {
    EventReader reader;
    RunRecord record;
    for (std::size_t at = 0; at < text.size();) {
        RunNews news;
        const std::size_t count = std::min(piece, text.size() - at);
        reader.feed(std::string_view(text).substr(at, count), news);
        record.apply(news);
        at += count;
    }
    return record;
}

} // namespace

class EventReaderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_pieces_it_comes_in_make_no_difference_data();
    void the_pieces_it_comes_in_make_no_difference();
    void what_says_nothing_is_skipped_and_counted_data();
    void what_says_nothing_is_skipped_and_counted();
    void what_came_after_the_checkpoint_is_dropped_data();
    void what_came_after_the_checkpoint_is_dropped();
    void an_end_does_not_outlive_a_resume();
    void the_best_epoch_is_known();
};

void EventReaderTest::the_pieces_it_comes_in_make_no_difference_data() {
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 7, 100, 100'000})
        QTest::addRow("%d", piece) << piece;
}

void EventReaderTest::the_pieces_it_comes_in_make_no_difference() {
    QFETCH(int, piece);
    const auto record =
        record_of(start() + step(1) + step(2) + epoch(1, 0.4), static_cast<std::size_t>(piece));
    QCOMPARE(record.start.epochs, 3);
    QCOMPARE(record.start.labels, (std::vector<std::string>{"cat", "dog"}));
    QCOMPARE(record.steps.size(), std::size_t(2));
    QCOMPARE(record.steps[1].step, std::int64_t(2));
    QCOMPARE(record.steps[1].loss, 1.5);
    QCOMPARE(record.epochs.size(), std::size_t(1));
    QCOMPARE(record.skipped, std::int64_t(0));
}

void EventReaderTest::what_says_nothing_is_skipped_and_counted_data() {
    QTest::addColumn<QString>("line");
    QTest::addRow("no JSON") << "Traceback (most recent call last):\n";
    QTest::addRow("half an object") << R"({"type":"step","ste)"
                                       "\n";
    QTest::addRow("an array") << "[1,2]\n";
    QTest::addRow("empty") << "\n";
    QTest::addRow("no type") << "{\"step\":3}\n";
    QTest::addRow("a type that is a number") << "{\"type\":3}\n";
    QTest::addRow("unknown type") << R"({"type":"song","time_s":1,"step":3})"
                                     "\n";
    QTest::addRow("not a number") << QString::fromStdString(step(3, "null"));
    QTest::addRow("infinite") << QString::fromStdString(step(3, "1e999"));
    QTest::addRow("a text for a number") << QString::fromStdString(step(3, "\"1\""));
    QTest::addRow("the same step again") << QString::fromStdString(step(2));
    QTest::addRow("a step back") << QString::fromStdString(step(1));
    QTest::addRow("a negative step") << QString::fromStdString(step(-1));
    QTest::addRow("an accuracy of two") << QString::fromStdString(epoch(2, 2.0));
    QTest::addRow("the same epoch again") << QString::fromStdString(epoch(1, 0.5));
}

void EventReaderTest::what_says_nothing_is_skipped_and_counted() {
    QFETCH(QString, line);
    const auto record =
        record_of(start() + step(1) + step(2) + epoch(1, 0.4) + line.toStdString() + step(11));
    QCOMPARE(record.skipped, std::int64_t(1));
    QCOMPARE(record.steps.size(), std::size_t(3));
    QCOMPARE(record.steps.back().step, std::int64_t(11));
    QCOMPARE(record.epochs.size(), std::size_t(1));
}

void EventReaderTest::what_came_after_the_checkpoint_is_dropped_data() {
    QTest::addColumn<int>("piece");
    QTest::addRow("in one block") << 100'000;
    QTest::addRow("in many") << 20;
}

void EventReaderTest::what_came_after_the_checkpoint_is_dropped() {
    QFETCH(int, piece);
    std::string text = start();
    for (int i = 1; i <= 25; ++i) {
        text += step(i);
        if (i % 10 == 0)
            text += epoch(i / 10, 0.1 * i / 10);
    }
    text += start(R"(,"resumed_at_step":15)");
    for (int i = 16; i <= 20; ++i)
        text += step(i, "0.5");
    text += epoch(2, 0.3);
    const auto record = record_of(text, static_cast<std::size_t>(piece));
    QCOMPARE(record.steps.size(), std::size_t(20));
    QCOMPARE(record.steps[14].loss, 1.5);
    QCOMPARE(record.steps[15].step, std::int64_t(16));
    QCOMPARE(record.steps[15].loss, 0.5);
    QCOMPARE(record.epochs.size(), std::size_t(2));
    QCOMPARE(record.epochs[1].test_accuracy, 0.3);
    QCOMPARE(record.skipped, std::int64_t(0));
    QVERIFY(record.start.resumed);
}

void EventReaderTest::an_end_does_not_outlive_a_resume() {
    const std::string stopped = start() + step(1) +
                                R"({"type":"end","time_s":1,"step":1,"reason":"stopped"})"
                                "\n";
    QCOMPARE(record_of(stopped).ending->reason, std::string("stopped"));
    QVERIFY(!record_of(stopped + start(R"(,"resumed_at_step":1)")).ending);
    QVERIFY(!record_of(stopped + start(R"(,"resumed_at_step":1)"), 10).ending);
}

void EventReaderTest::the_best_epoch_is_known() {
    const auto record = record_of(start() + epoch(1, 0.4) + epoch(2, 0.7) + epoch(3, 0.6));
    QCOMPARE(record.best()->epoch, 2);
}

QTEST_APPLESS_MAIN(EventReaderTest)
#include "event_reader_test.moc"
