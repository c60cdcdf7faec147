// What the Train page makes of numbers: words, hints, a replay, changed recipes.
#include "app/services/language.hpp"
#include "app/viewmodels/training/probe_strip.hpp"
#include "app/viewmodels/training/recipe_options.hpp"
#include "app/viewmodels/training/run_hint.hpp"
#include "app/viewmodels/training/run_replay.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace vitrine;

namespace {

EpochPoint epoch(int number, double train_accuracy, double test_accuracy) {
    EpochPoint point;
    point.epoch = number;
    point.step = 10 * number;
    point.time_s = number;
    point.train_accuracy = train_accuracy;
    point.test_accuracy = test_accuracy;
    return point;
}

RunRecord run_of(double first_loss, double last_loss, std::vector<EpochPoint> epochs) {
    RunRecord record;
    record.start.labels = {"cat", "dog", "deer", "frog"};
    record.start.epochs = 5;
    record.start.steps_per_epoch = 10;
    for (int step = 1; step <= 50; ++step) {
        StepPoint point;
        point.step = step;
        point.time_s = step / 10.0;
        point.loss = first_loss + (last_loss - first_loss) * (step - 1) / 49;
        record.steps.push_back(point);
    }
    record.epochs = std::move(epochs);
    return record;
}

Recipe recipe() {
    return *parse_recipe(R"({"schema":1,"name":"quick","network":"fastnet",
        "input":{"width":32,"height":32,"mean":[0,0,0],"std":[1,1,1]},"epochs":2,"least_steps":50,
        "batch":10,"optimiser":{"kind":"sgd"},"learning_rate":0.1,"until_epoch":{"head":1},
        "schedule":{"kind":"linear"}})");
}

} // namespace

class TrainWordsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void durations_data();
    void durations();
    void rates_keep_three_figures();
    void what_the_curves_say_data();
    void what_the_curves_say();
    void a_remark_on_the_pictures_comes_first();
    void a_replay_tells_everything_in_order();
    void a_changed_recipe();
    void values_out_of_range_are_brought_into_it();
    void the_probe_strip_knows_right_from_wrong();
};

void TrainWordsTest::durations_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("zh");
    QTest::addColumn<QString>("en");
    QTest::addRow("seconds") << 20.0 << "不到 1 分钟"
                             << "under 1 min";
    QTest::addRow("a minute") << 61.0 << "约 1 分钟"
                              << "about 1 min";
    QTest::addRow("minutes") << 40 * 60.0 << "约 40 分钟"
                             << "about 40 min";
    QTest::addRow("hours") << 45 * 3600.0 << "约 45 小时"
                           << "about 45 h";
    QTest::addRow("many hours") << 1200 * 3600.0 << "约 1200 小时"
                                << "about 1,200 h";
}

void TrainWordsTest::durations() {
    QFETCH(double, seconds);
    QFETCH(QString, zh);
    QFETCH(QString, en);
    Language language;
    language.set_code("zh");
    QCOMPARE(duration_words(seconds, language), zh);
    language.set_code("en");
    QCOMPARE(duration_words(seconds, language), en);
}

void TrainWordsTest::rates_keep_three_figures() {
    QCOMPARE(rate_words(0.15), QStringLiteral("0.150"));
    QCOMPARE(rate_words(0.01234), QStringLiteral("0.0123"));
    QCOMPARE(rate_words(0), QStringLiteral("0"));
}

void TrainWordsTest::what_the_curves_say_data() {
    QTest::addColumn<double>("last_loss");
    QTest::addColumn<QList<double>>("accuracies"); // training, test, by turns
    QTest::addColumn<QString>("word");
    QTest::addRow("before the first test") << 1.0 << QList<double>{} << "After each epoch";
    QTest::addRow("well") << 0.5 << QList<double>{0.4, 0.4, 0.6, 0.55} << "close";
    QTest::addRow("memorising") << 0.1 << QList<double>{0.4, 0.4, 0.95, 0.6} << "memorising";
    QTest::addRow("not learning") << 1.39 << QList<double>{0.25, 0.25, 0.26, 0.24}
                                  << "is not falling";
    QTest::addRow("slow, but above guessing")
        << 1.39 << QList<double>{0.4, 0.4, 0.5, 0.45} << "close";
}

void TrainWordsTest::what_the_curves_say() {
    QFETCH(double, last_loss);
    QFETCH(QList<double>, accuracies);
    QFETCH(QString, word);
    std::vector<EpochPoint> epochs;
    for (int i = 0; 2 * i < accuracies.size(); ++i)
        epochs.push_back(epoch(i + 1, accuracies[2 * i], accuracies[2 * i + 1]));
    const Language language;
    const RunHint hint = hint_of(run_of(1.4, last_loss, epochs), language);
    QVERIFY2(hint.text.contains(word), qPrintable(hint.text));
}

void TrainWordsTest::a_remark_on_the_pictures_comes_first() {
    RunRecord record = run_of(1.4, 1.0, {});
    record.remarks.push_back({0, {"few_pictures", {"cat", "4"}}});
    const RunHint hint = hint_of(record, Language());
    QVERIFY(hint.warns);
    QVERIFY(hint.text.contains("cat") && hint.text.contains("4"));
    // Other things are of more use while it learns; at the end it is said again.
    record.epochs = {epoch(1, 0.5, 0.5), epoch(2, 0.6, 0.55)};
    QVERIFY(!hint_of(record, Language()).warns);
    record.ending = RunEnding{"finished"};
    QVERIFY(hint_of(record, Language()).warns);
}

void TrainWordsTest::a_replay_tells_everything_in_order() {
    RunRecord record = run_of(1.4, 0.5, {epoch(1, 0.4, 0.4), epoch(2, 0.5, 0.5)});
    record.probes = {{10, 1, {{0, 0.5, 0}}}, {20, 2, {{1, 0.5, 0}}}};
    record.ending = RunEnding{"finished"};
    RunReplay replay(record);
    RunRecord told;
    told.apply(replay.advance(1.5));
    QCOMPARE(told.steps.size(), std::size_t(15));
    QCOMPARE(told.epochs.size(), std::size_t(1));
    QCOMPARE(told.probes.size(), std::size_t(1));
    QVERIFY(!told.ending && !replay.done());
    while (!replay.done())
        told.apply(replay.advance(0.7));
    QCOMPARE(told.steps, record.steps);
    QCOMPARE(told.epochs, record.epochs);
    QCOMPARE(told.probes.size(), std::size_t(2));
    QCOMPARE(told.ending->reason, std::string("finished"));
}

void TrainWordsTest::a_changed_recipe() {
    RecipeOptions options;
    options.set_recipe(recipe(), 100); // ten steps an epoch, and fifty wanted
    QCOMPARE(options.epochs(), 5);
    QVERIFY(!options.altered());
    options.set_epochs(10);
    options.set_rate_step(-1);
    options.set_schedule("cosine");
    options.set_network("resnet18-cifar");
    QVERIFY(options.altered());
    const Recipe changed = options.recipe();
    QCOMPARE(changed.epochs, 10);
    QCOMPARE(changed.learning_rate.base[0], 0.05);
    QCOMPARE(changed.learning_rate.until_epoch[3], std::optional(5.0));
    QVERIFY(changed.schedule.kind == ScheduleSpec::Kind::cosine);
    QVERIFY(to_spec(changed.architecture).starts_with("resnet18-cifar"));
    // What is written for the trainer is read by it.
    QVERIFY(parse_recipe(to_json(changed).dump()).ok());
    options.reset();
    QVERIFY(!options.altered());
    QVERIFY(!options.other_network());
    // Another batch does not change the epochs that were shown.
    options.set_batch(50);
    QCOMPARE(stretched(options.recipe(), 100).epochs, options.epochs());
}

void TrainWordsTest::values_out_of_range_are_brought_into_it() {
    RecipeOptions options;
    options.set_recipe(recipe(), 100);
    options.set_epochs(0);
    QCOMPARE(options.epochs(), 1);
    options.set_batch(100'000);
    QCOMPARE(options.batch(), 100);
    options.set_rate_step(99);
    QCOMPARE(options.rate_step(), 3);
    options.set_network("nonsense");
    QCOMPARE(options.network(), QStringLiteral("fastnet"));
    options.set_seed(-4);
    QCOMPARE(options.seed(), 0);
}

void TrainWordsTest::the_probe_strip_knows_right_from_wrong() {
    Language language;
    ProbeStrip strip(language);
    LabelSet labels;
    labels.labels = {{"cat", "猫"}, {"dog", "狗"}};
    strip.set_pictures({QImage(), QImage()}, labels);
    strip.show(
        {{10, 1, {{0, 0.5, 0}, {0, 0.5, 1}}}, {20, 2, {{0, 0.5, 0}, {1, 0.9, std::nullopt}}}});
    const auto at = [&strip](int row, int role) { return strip.data(strip.index(row), role); };
    QCOMPARE(at(0, ProbeStrip::GuessRole).toString(), QStringLiteral("cat"));
    QVERIFY(at(0, ProbeStrip::RightRole).toBool());
    QVERIFY(!at(0, ProbeStrip::TurnedRole).toBool());
    QVERIFY(at(1, ProbeStrip::TurnedRole).toBool());
    QVERIFY(!at(1, ProbeStrip::KnownRole).toBool());
    QVERIFY(!at(1, ProbeStrip::RightRole).toBool());
    QCOMPARE(strip.score(),
             QStringLiteral("1 of 1 right")); // of a picture of one's own nobody knows
    labels.labels = {{"cat", "猫"}, {"automobile", "小汽车"}, {"dog", "狗"}};
    strip.set_pictures({QImage(), QImage()}, labels);
    QCOMPARE(strip.longest(), QStringLiteral("automobile")); // guessed or not
    labels.labels = {{"cat", "猫"}, {"dog", "狗"}};
    strip.set_pictures({QImage(), QImage()}, labels);
    language.set_code("zh");
    QCOMPARE(at(1, ProbeStrip::GuessRole).toString(), QStringLiteral("狗"));
}

QTEST_MAIN(TrainWordsTest)
#include "train_words_test.moc"
