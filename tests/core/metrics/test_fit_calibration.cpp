// Calibration against answers whose true temperature and precision are known.
#include "core/metrics/fit_calibration.hpp"
#include "core/models/verdict.hpp"
#include "core/training/randomness.hpp"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace vitrine;

namespace {

constexpr int classes = 4;

double uniform(std::uint64_t index) {
    return (random_block(5, RandomStream::weights, 0, index)[0] + 0.5) * 0x1p-32;
}

struct Answers {
    std::vector<float> logits;
    std::vector<std::int32_t> labels;
    [[nodiscard]] LabelledLogits view() const { return {logits, labels, classes}; }
};

/// Labels are drawn from softmax(logits / temperature), so that this temperature is the true one.
Answers drawn(int count, double temperature, std::uint64_t start = 0) {
    Answers answers;
    std::uint64_t at = start * 1000;
    for (int i = 0; i < count; ++i) {
        std::vector<float> row;
        for (int c = 0; c < classes; ++c)
            row.push_back(static_cast<float>(12 * uniform(at++) - 6));
        const auto probabilities = softmax(row, temperature);
        double left = uniform(at++);
        int label = 0;
        while (label < classes - 1 && left >= probabilities[static_cast<std::size_t>(label)])
            left -= probabilities[static_cast<std::size_t>(label++)];
        answers.logits.insert(answers.logits.end(), row.begin(), row.end());
        answers.labels.push_back(label);
    }
    return answers;
}

} // namespace

class TestFitCalibration : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void finds_the_temperature_data() {
        QTest::addColumn<double>("temperature");
        QTest::newRow("too sure of itself") << 2.5;
        QTest::newRow("right") << 1.0;
        QTest::newRow("too shy") << 0.4;
    }
    void finds_the_temperature() {
        QFETCH(double, temperature);
        const Answers answers = drawn(20000, temperature);
        const Calibration calibration = fit_calibration(answers.view());
        QVERIFY2(std::abs(calibration.temperature / temperature - 1) < 0.05,
                 qPrintable(QString::number(calibration.temperature)));
    }

    void verdicts_keep_their_promise_on_other_pictures() {
        const Calibration calibration = fit_calibration(drawn(20000, 2).view());
        const CalibrationFigures figures =
            measure_calibration(calibration, drawn(20000, 2, 1000).view());
        QCOMPARE(figures.count, 20000);
        QVERIFY(figures.sure.count > 100 && figures.probably.count > 100);
        QVERIFY(figures.sure.precision() > 0.96);
        QVERIFY(figures.probably.precision() > 0.78);
        QCOMPARE(figures.sure.count + figures.probably.count + figures.not_sure.count, 20000);
        QVERIFY(figures.error_after < figures.error_before);
        QVERIFY(figures.error_after < 0.02);
        QVERIFY(std::abs(figures.rejected - 0.05) < 0.01);
    }

    void where_nothing_is_known_nothing_is_sure() {
        Answers answers = drawn(2000, 1);
        for (std::size_t i = 0; i < answers.labels.size(); ++i) // always wrong
            answers.labels[i] = (answers.labels[i] + 1) % classes;
        const Calibration calibration = fit_calibration(answers.view());
        const CalibrationFigures figures = measure_calibration(calibration, answers.view());
        QVERIFY(figures.sure.count < 20);
        QVERIFY(calibration.probably <= calibration.sure);
    }

    void few_pictures_change_nothing() {
        QCOMPARE(fit_calibration(drawn(49, 3).view()), Calibration{});
    }
};

QTEST_GUILESS_MAIN(TestFitCalibration)
#include "test_fit_calibration.moc"
