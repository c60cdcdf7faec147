// Accuracy, confusion and calibration error against figures worked out by hand.
#include "core/metrics/calibration_error.hpp"
#include "core/metrics/confusion.hpp"

#include <QtTest>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace vitrine;

class TestMetrics : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void counts_rows_by_true_class() {
        ConfusionMatrix matrix(3);
        // true 0: 3 right, 1 taken for 2; true 1: 2 taken for 0; true 2: none.
        for (int i = 0; i < 3; ++i)
            matrix.add(0, 0);
        matrix.add(0, 2);
        matrix.add(1, 0);
        matrix.add(1, 0);
        QCOMPARE(matrix.count(0, 2), 1);
        QCOMPARE(matrix.count(2, 0), 0);
        QCOMPARE(matrix.count(1, 0), 2);
        QCOMPARE(matrix.count_of_class(0), 4);
        QCOMPARE(matrix.total(), 6);
        QCOMPARE(matrix.accuracy(), 0.5);
        QCOMPARE(matrix.accuracy_of_class(0), 0.75);
        QCOMPARE(matrix.accuracy_of_class(1), 0.0);
        QCOMPARE(matrix.accuracy_of_class(2), 0.0);
    }

    void nothing_counted_is_zero() {
        QCOMPARE(ConfusionMatrix(4).accuracy(), 0.0);
        QCOMPARE(CalibrationError().value(), 0.0);
    }

    void calibration_by_hand() {
        // Bin 14 (0.866…, 0.933…]: 0.9, 0.9, one right: gap |1 − 1.8| = 0.8.
        // Bin 1 (0, 0.066…]: 0.05 wrong: 0.05. Bin 8 (0.466…, 0.533…]: 0.5 right: 0.5.
        CalibrationError error;
        error.add(0.9, true);
        error.add(0.9, false);
        error.add(0.05, false);
        error.add(0.5, true);
        QVERIFY(std::abs(error.value() - (0.8 + 0.05 + 0.5) / 4) < 1e-15);
    }

    void borders_belong_to_the_bin_below() {
        // 0.4 = 6/15 in (5/15, 6/15] with 0.35; 0.41 would be in the next. Right and wrong cancel
        // inside one bin only.
        CalibrationError together;
        together.add(6.0 / 15, true);
        together.add(0.36, false);
        QVERIFY(std::abs(together.value() - (1 - 0.4 - 0.36) / 2) < 1e-12);
        CalibrationError apart;
        apart.add(0.41, true);
        apart.add(0.36, false);
        QVERIFY(std::abs(apart.value() - (0.59 + 0.36) / 2) < 1e-12);
    }

    void extremes_do_no_harm() {
        CalibrationError error;
        error.add(0, false);
        error.add(1, true);
        QCOMPARE(error.value(), 0.0);
        error.add(std::numeric_limits<double>::quiet_NaN(), false);
        error.add(7, true);
        error.add(-3, false);
        QCOMPARE(error.value(), 0.0);
    }

    void agrees_with_the_formula_written_out() {
        std::mt19937 random(5);
        std::uniform_real_distribution<double> uniform(0, 1);
        std::vector<double> confidences;
        std::vector<bool> rights;
        CalibrationError error;
        for (int i = 0; i < 5000; ++i) {
            const double confidence = uniform(random);
            const bool right = uniform(random) < confidence * confidence;
            confidences.push_back(confidence);
            rights.push_back(right);
            error.add(confidence, right);
        }
        double expected = 0;
        for (int bin = 1; bin <= 15; ++bin) {
            double n = 0, sum = 0, right = 0;
            for (std::size_t i = 0; i < confidences.size(); ++i)
                if (confidences[i] > (bin - 1) / 15.0 && confidences[i] <= bin / 15.0) {
                    n += 1;
                    sum += confidences[i];
                    right += rights[i] ? 1 : 0;
                }
            if (n > 0)
                expected += n / 5000 * std::abs(right / n - sum / n);
        }
        QVERIFY2(std::abs(error.value() - expected) < 1e-12, "differs from equations 2 to 4");
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
