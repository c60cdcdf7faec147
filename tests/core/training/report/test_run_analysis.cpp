// What is read from a run and what is made of it, against figures worked out by hand.
#include "core/models/model_file.hpp"
#include "core/models/safetensors.hpp"
#include "core/training/report/run_analysis.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>

using namespace vitrine;

namespace {

RunAnswers four_answers() {
    RunAnswers answers;
    answers.class_names = {{"cat", "猫"}, {"dog", "狗"}, {"deer", "鹿"}};
    answers.labels = {0, 0, 1, 0};
    const auto ln = [](double value) { return static_cast<float>(std::log(value)); };
    // Probabilities at temperature 1, each row shifted by what cancels.
    answers.logits = {ln(.7) + 5, ln(.2) + 5, ln(.1) + 5, //
                      ln(.2),     ln(.6),     ln(.2),     //
                      ln(.3),     ln(.5),     ln(.2),     //
                      ln(.05),    ln(.9),     ln(.05)};
    return answers;
}

Tensor tensor_of(DataType type, std::vector<std::int64_t> shape, const void *data,
                 std::size_t size) {
    Tensor tensor{type, std::move(shape), std::vector<std::byte>(size)};
    std::memcpy(tensor.bytes.data(), data, size);
    return tensor;
}

Manifest small_manifest() {
    Manifest manifest;
    manifest.name = "small";
    manifest.architecture = *parse_architecture("fastnet:classes=3");
    manifest.labels = {{"cat", "猫"}, {"dog", "狗"}, {"deer", "鹿"}};
    manifest.calibration.temperature = 2;
    manifest.provenance.dataset = "/data/animals";
    return manifest;
}

/// A run folder with these answers; `labels` stand in for theirs.
void write_run(const std::filesystem::path &folder, const RunAnswers &answers,
               std::vector<std::int32_t> labels) {
    SafetensorsFile model;
    model.metadata["vitrine"] = to_json(small_manifest());
    QVERIFY(write_safetensors(folder / "best.safetensors", model).ok());
    SafetensorsFile file;
    const auto count = static_cast<std::int64_t>(answers.logits.size() / 3);
    file.tensors["logits"] = tensor_of(DataType::float32, {count, 3}, answers.logits.data(),
                                       answers.logits.size() * sizeof(float));
    file.tensors["labels"] = tensor_of(DataType::int32, {static_cast<std::int64_t>(labels.size())},
                                       labels.data(), labels.size() * sizeof(std::int32_t));
    file.metadata.emplace("epoch", "7");
    QVERIFY(write_safetensors(folder / "predictions.safetensors", file).ok());
}

} // namespace

class TestRunAnalysis : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void guesses_have_their_probabilities();
    void mix_ups_come_most_often_first();
    void pictures_of_a_cell_come_surest_first();
    void worst_mistakes_are_the_surest();
    void temperature_makes_it_less_sure();
    void large_logits_do_not_overflow();
    void a_run_reads_back();
    void what_does_not_fit_is_refused();
};

void TestRunAnalysis::guesses_have_their_probabilities() {
    const RunAnalysis analysis = analyse_run(four_answers());
    QCOMPARE(analysis.guesses.size(), std::size_t{4});
    QVERIFY(std::abs(analysis.guesses[0].probability - 0.7) < 1e-6);
    QVERIFY(std::abs(analysis.guesses[3].true_probability - 0.05) < 1e-6);
    QVERIFY(analysis.guesses[0].right() && !analysis.guesses[1].right());
    QCOMPARE(analysis.confusion.accuracy(), 0.5);
    QCOMPARE(analysis.confusion.count(0, 1), 2);
    // |1 − 0.7| + |0 − 0.6| + |1 − 0.5| + |0 − 0.9|: each is alone in its bin (10, 9, 8, 14).
    QVERIFY(std::abs(analysis.calibration.value() - (0.3 + 0.6 + 0.5 + 0.9) / 4) < 1e-6);
    QCOMPARE(analysis.calibration.counts()[13].count, 1);
}

void TestRunAnalysis::mix_ups_come_most_often_first() {
    RunAnswers answers = four_answers();
    answers.labels = {1, 2, 2, 0}; // guessed 0, 1, 1, 1
    const std::vector<MixUp> expected{{2, 1, 2}, {0, 1, 1}, {1, 0, 1}};
    QCOMPARE(analyse_run(answers).mix_ups, expected);
    answers.labels = {0, 1, 1, 1};
    QVERIFY(analyse_run(answers).mix_ups.empty());
}

void TestRunAnalysis::pictures_of_a_cell_come_surest_first() {
    const auto pictures = analyse_run(four_answers()).pictures_of(0, 1);
    QCOMPARE(pictures.size(), std::size_t{2});
    QCOMPARE(pictures[0].picture, std::size_t{3});
    QCOMPARE(pictures[1].picture, std::size_t{1});
}

void TestRunAnalysis::worst_mistakes_are_the_surest() {
    const RunAnalysis analysis = analyse_run(four_answers());
    QCOMPARE(analysis.worst_mistakes(10).size(), std::size_t{2});
    const auto worst = analysis.worst_mistakes(1);
    QCOMPARE(worst.size(), std::size_t{1});
    QCOMPARE(worst[0].picture, std::size_t{3});
}

void TestRunAnalysis::temperature_makes_it_less_sure() {
    RunAnswers answers = four_answers();
    answers.temperature = 2;
    // √0.9 over √0.9 + 2 √0.05
    const double expected = std::sqrt(0.9) / (std::sqrt(0.9) + 2 * std::sqrt(0.05));
    QVERIFY(std::abs(analyse_run(answers).guesses[3].probability - expected) < 1e-6);
}

void TestRunAnalysis::large_logits_do_not_overflow() {
    RunAnswers answers = four_answers();
    answers.logits[0] = 3e38F;
    const RunAnalysis analysis = analyse_run(answers);
    QCOMPARE(analysis.guesses[0].probability, 1.0);
}

void TestRunAnalysis::a_run_reads_back() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const RunAnswers answers = four_answers();
    QCOMPARE(read_run_answers(path).error().code, std::string("no_predictions"));
    write_run(path, answers, answers.labels);
    const auto read = read_run_answers(path);
    QVERIFY(read.ok());
    QCOMPARE(read->logits, answers.logits);
    QCOMPARE(read->labels, answers.labels);
    QCOMPARE(read->epoch, 7);
    QCOMPARE(read->temperature, 2.0);
    QCOMPARE(read->class_names[2].zh, std::string("鹿"));
    QCOMPARE(read->dataset, std::string("/data/animals"));
}

void TestRunAnalysis::what_does_not_fit_is_refused() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    RunAnswers answers = four_answers();
    const auto code = [&](std::vector<std::int32_t> labels) {
        write_run(path, answers, std::move(labels));
        return read_run_answers(path).error().code;
    };
    QCOMPARE(code({0, 0, 1}), std::string("bad_predictions"));
    QCOMPARE(code({0, 0, 1, 3}), std::string("bad_predictions"));
    QCOMPARE(code({0, 0, 1, -1}), std::string("bad_predictions"));
    answers.logits[5] = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(code({0, 0, 1, 0}), std::string("bad_predictions"));
    QFile cut(folder.filePath("predictions.safetensors"));
    QVERIFY(cut.resize(40));
    QCOMPARE(read_run_answers(path).error().code, std::string("bad_safetensors"));
}

QTEST_APPLESS_MAIN(TestRunAnalysis)
#include "test_run_analysis.moc"
