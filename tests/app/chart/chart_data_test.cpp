// The numbers under a chart.
#include "app/drawing/data/axis.hpp"
#include "app/drawing/data/curve_columns.hpp"
#include "app/drawing/data/point_series.hpp"

#include <QTest>

#include <cmath>
#include <random>

using namespace vitrine;

class ChartDataTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void a_copy_of_an_array_is_a_value_of_its_own();
    void arrays_and_their_copies_agree_with_plain_ones();
    void the_pyramid_agrees_with_looking_at_every_number();
    void the_pyramid_agrees_after_being_cut();
    void the_smooth_curve_is_the_weighted_regression();
    void the_smooth_curve_does_not_lag_behind_a_line();
    void points_that_are_no_numbers_or_go_back_are_left_out();
    void the_nearest_point_is_the_nearest();
    void ticks_are_nice_data();
    void ticks_are_nice();
    void ranges_hold_their_values();
    void places_and_values_are_inverse();
    void no_spike_is_lost_and_none_is_made_up();
    void columns_before_the_newest_points_stay();
    void values_read_as_they_should_data();
    void values_read_as_they_should();
};

void ChartDataTest::a_copy_of_an_array_is_a_value_of_its_own() {
    AppendArray<double> original;
    for (int i = 0; i < 5000; ++i)
        original.append(i);
    AppendArray<double> copy = original;
    original.append(-1);
    copy.append(-2);
    copy.append(-3);
    QCOMPARE(original.size(), std::size_t{5001});
    QCOMPARE(original[5000], -1.0);
    QCOMPARE(copy[5000], -2.0);
    QCOMPARE(copy[5001], -3.0);
    const AppendArray<double> before = original;
    original.truncate(4500);
    original.append(-4);
    QCOMPARE(original[4500], -4.0);
    QCOMPARE(before[4500], 4500.0);
    QCOMPARE(before.size(), std::size_t{5001});
}

void ChartDataTest::arrays_and_their_copies_agree_with_plain_ones() {
    constexpr std::size_t block = AppendArray<int>::block_size;
    constexpr std::size_t group = block * AppendArray<int>::group_size;
    std::mt19937 random(5);
    int next = 0;
    std::vector<std::pair<AppendArray<int>, std::vector<int>>> arrays(1);
    // Grown to, cut to and copied at the ends of blocks and groups, and elsewhere.
    for (const std::size_t size :
         {std::size_t{0}, block - 1, block, block + 1, 3 * block, group - 1, group, group + 1,
          2 * block, group + 2 * block, group, std::size_t{7}, block + 7}) {
        arrays.push_back(arrays[random() % arrays.size()]);
        auto &[array, plain] = arrays[random() % arrays.size()];
        array.truncate(size);
        plain.resize(std::min(size, plain.size()));
        for (; plain.size() < size; ++next) {
            array.append(next);
            plain.push_back(next);
        }
        for (const auto &[one, expected] : arrays) {
            QCOMPARE(one.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i)
                if (one[i] != expected[i])
                    QFAIL(qPrintable(QString::number(i)));
        }
    }
}

void ChartDataTest::the_pyramid_agrees_with_looking_at_every_number() {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> value(-5, 5);
    MinMaxPyramid pyramid;
    std::vector<double> plain;
    for (const std::size_t size : {1U, 15U, 16U, 17U, 255U, 257U, 4096U, 70'001U}) {
        while (plain.size() < size) {
            plain.push_back(value(random));
            pyramid.append(plain.back());
        }
        for (int trial = 0; trial < 300; ++trial) {
            std::size_t first = random() % (size + 1);
            std::size_t last = random() % (size + 1);
            if (first > last)
                std::swap(first, last);
            if (trial % 3 == 0) // short ones too
                last = std::min(size, first + random() % 40);
            Extent expected;
            for (std::size_t i = first; i < last; ++i)
                expected.add(plain[i]);
            QCOMPARE(pyramid.extent(first, last), expected);
        }
    }
    QVERIFY(pyramid.extent(5, 5).empty());
}

void ChartDataTest::the_pyramid_agrees_after_being_cut() {
    MinMaxPyramid pyramid;
    for (int i = 0; i < 10'000; ++i)
        pyramid.append(i);
    const MinMaxPyramid before = pyramid;
    pyramid.truncate(5000);
    for (int i = 5000; i < 9000; ++i)
        pyramid.append(-i);
    QCOMPARE(pyramid.extent(0, 9000), (Extent{-8999, 4999}));
    QCOMPARE(pyramid.extent(4990, 5010), (Extent{-5009, 4999}));
    QCOMPARE(before.extent(0, 10'000), (Extent{0, 9999}));
}

void ChartDataTest::the_smooth_curve_is_the_weighted_regression() {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> step(0, 0.3);
    std::normal_distribution<double> noise(0, 1);
    constexpr double width = 0.7;
    PointSeries series;
    series.set_smoothing(width);
    double x = 2;
    for (int i = 0; i < 200; ++i) {
        x += i % 5 == 0 ? 0 : step(random);
        series.append(x, 10 - x + noise(random));
    }
    for (std::size_t last = 0; last < series.size(); ++last) {
        // The normal equations, solved from scratch in long double.
        long double s0 = 0;
        long double s1 = 0;
        long double s2 = width * width;
        long double t0 = 0;
        long double t1 = 0;
        for (std::size_t i = 0; i <= last; ++i) {
            const long double u = series.x(i) - series.x(last);
            const long double weight = std::exp(u / width);
            s0 += weight;
            s1 += weight * u;
            s2 += weight * u * u;
            t0 += weight * series.y(i);
            t1 += weight * u * series.y(i);
        }
        const auto expected = static_cast<double>((s2 * t0 - s1 * t1) / (s0 * s2 - s1 * s1));
        QVERIFY(std::abs(series.smooth()[last] - expected) < 1e-9);
    }
    const double held = series.smooth()[150];
    series.set_smoothing(0);
    QVERIFY(!series.has_smooth());
    series.set_smoothing(width); // over all points at once
    QCOMPARE(series.smooth()[150], held);
    series.truncate(100);
    QCOMPARE(series.smooth().size(), std::size_t{100});
}

void ChartDataTest::the_smooth_curve_does_not_lag_behind_a_line() {
    PointSeries series;
    series.set_smoothing(0.25);
    for (int i = 0; i <= 1600; ++i)
        series.append(i / 200.0, 3 - 0.25 * i / 200.0);
    // An exponential mean would lie width × slope = 0.0625 off.
    QVERIFY(std::abs(series.smooth()[1600] - 1) < 0.0625 / 20);
    QVERIFY(std::abs(series.smooth()[0] - 3) < 1e-12);
}

void ChartDataTest::points_that_are_no_numbers_or_go_back_are_left_out() {
    PointSeries series;
    const double no_number = std::nan("");
    QVERIFY(series.append(1, 10));
    QVERIFY(!series.append(2, no_number));
    QVERIFY(!series.append(no_number, 2));
    QVERIFY(!series.append(2, std::numeric_limits<double>::infinity()));
    QVERIFY(!series.append(0.5, 4));
    QVERIFY(series.append(1, 11)); // the same place again is fine
    QVERIFY(series.append(3, 12));
    QCOMPARE(series.size(), std::size_t{3});
    QCOMPARE(series.ignored(), std::size_t{4});
    QCOMPARE(series.raw().extent(0, 3), (Extent{10, 12}));
    series.clear();
    QVERIFY(series.append(0, 1));
    QCOMPARE(series.ignored(), std::size_t{0});
}

void ChartDataTest::the_nearest_point_is_the_nearest() {
    PointSeries series;
    QVERIFY(!series.nearest(1));
    std::mt19937 random(5);
    double x = 0;
    for (int i = 0; i < 1000; ++i)
        series.append(x += static_cast<int>(random() % 4), i);
    for (double at = -3; at < x + 3; at += 0.37) {
        std::size_t expected = 0;
        for (std::size_t i = 1; i < series.size(); ++i)
            if (std::abs(series.x(i) - at) < std::abs(series.x(expected) - at))
                expected = i;
        QCOMPARE(*series.nearest(at), expected);
    }
}

void ChartDataTest::ticks_are_nice_data() {
    QTest::addColumn<double>("minimum");
    QTest::addColumn<double>("maximum");
    QTest::addColumn<bool>("logarithmic");
    QTest::addColumn<bool>("percent");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("whole") << 0.0 << 8.0 << false << false << 8
                           << QStringList{"0", "1", "2", "3", "4", "5", "6", "7", "8"};
    QTest::newRow("fractions") << 0.5 << 2.5 << false << false << 4
                               << QStringList{"0.5", "1.0", "1.5", "2.0", "2.5"};
    QTest::newRow("ends between") << 0.13 << 0.91 << false << false << 4
                                  << QStringList{"0.2", "0.4", "0.6", "0.8"};
    QTest::newRow("below zero") << -2.0 << 2.0 << false << false << 4
                                << QStringList{"−2", "−1", "0", "1", "2"};
    QTest::newRow("percent") << 0.0 << 1.0 << false << true << 5
                             << QStringList{"0%", "20%", "40%", "60%", "80%", "100%"};
    QTest::newRow("fine percent") << 0.91 << 0.93 << false << true << 4
                                  << QStringList{"91.0%", "91.5%", "92.0%", "92.5%", "93.0%"};
    QTest::newRow("close together") << 0.4121 << 0.4124 << false << false << 3
                                    << QStringList{"0.4121", "0.4122", "0.4123", "0.4124"};
    QTest::newRow("closer") << 0.41211 << 0.41213 << false << false << 2
                            << QStringList{"0.41211", "0.41212", "0.41213"};
    QTest::newRow("large") << 0.0 << 2e6 << false << false << 2 << QStringList{"0", "1e6", "2e6"};
    QTest::newRow("decades") << 0.001 << 100.0 << true << false << 6
                             << QStringList{"0.001", "0.01", "0.1", "1", "10", "100"};
    QTest::newRow("one decade") << 0.2 << 5.0 << true << false << 6
                                << QStringList{"0.2", "0.5", "1", "2", "5"};
    QTest::newRow("many decades") << 1e-12 << 1.0 << true << false << 4
                                  << QStringList{"1e−12", "1e−9", "1e−6", "0.001", "1"};
    QTest::newRow("under a decade")
        << 0.4 << 0.8 << true << false << 4 << QStringList{"0.4", "0.5", "0.6", "0.7", "0.8"};
}

void ChartDataTest::ticks_are_nice() {
    QFETCH(double, minimum);
    QFETCH(double, maximum);
    QFETCH(bool, logarithmic);
    QFETCH(bool, percent);
    QFETCH(int, wanted);
    const AxisRange range{minimum, maximum,
                          logarithmic ? AxisScale::logarithmic : AxisScale::linear};
    QStringList texts;
    for (const Tick &tick :
         nice_ticks(range, wanted, percent ? NumberForm::percent : NumberForm::plain))
        texts.append(QString::fromStdString(tick.text));
    QTEST(texts, "texts");
}

void ChartDataTest::ranges_hold_their_values() {
    std::mt19937 random(17);
    std::uniform_real_distribution<double> exponent(-6, 6);
    for (int trial = 0; trial < 2000; ++trial) {
        const double a = std::pow(10, exponent(random)) * (trial % 4 == 0 ? -1 : 1);
        const double b = trial % 7 == 0 ? a : std::pow(10, exponent(random));
        const Extent values{std::min(a, b), std::max(a, b)};
        const int wanted = 2 + static_cast<int>(random() % 9);
        for (const AxisScale scale : {AxisScale::linear, AxisScale::logarithmic}) {
            const AxisRange range = nice_range(values, wanted, scale);
            const double slack = 1e-6 * std::max(std::abs(values.minimum), values.maximum);
            QVERIFY(range.maximum > range.minimum);
            QVERIFY(range.maximum >= values.maximum - slack);
            if (scale == AxisScale::linear || values.minimum > 0)
                QVERIFY(range.minimum <= values.minimum + slack);
            const std::vector<Tick> ticks = nice_ticks(range, wanted, NumberForm::plain);
            QVERIFY(!ticks.empty() && ticks.size() <= static_cast<std::size_t>(wanted) + 2);
        }
        const double last = std::abs(a);
        QVERIFY(roomy_maximum(last) >= last * (1 - 1e-6) && roomy_maximum(last) <= last * 1.34);
    }
    const AxisRange nothing = nice_range({}, 5, AxisScale::logarithmic);
    QVERIFY(nothing.minimum > 0 && nothing.maximum > nothing.minimum);
}

void ChartDataTest::places_and_values_are_inverse() {
    for (const AxisRange &range :
         {AxisRange{-3, 5, AxisScale::linear}, AxisRange{0.01, 50, AxisScale::logarithmic}})
        for (double place = -0.5; place < 1.5; place += 0.1)
            QVERIFY(std::abs(range.place_of(range.value_at(place)) - place) < 1e-12);
    const AxisRange logarithmic{0.01, 1, AxisScale::logarithmic};
    QVERIFY(std::abs(logarithmic.place_of(0.1) - 0.5) < 1e-12);
    QVERIFY(logarithmic.place_of(0) < -1e300);
}

void ChartDataTest::no_spike_is_lost_and_none_is_made_up() {
    PointSeries series;
    std::mt19937 random(23);
    std::uniform_real_distribution<double> value(0.4, 0.6);
    constexpr int count = 300'000;
    for (int i = 0; i < count; ++i)
        series.append(i, i == 123'456 ? 1.0 : (i == 200'001 ? 0.0 : value(random)));
    for (const AxisRange &x : {AxisRange{0, count, AxisScale::linear},
                               AxisRange{100'000.5, 220'000.25, AxisScale::linear}}) {
        const PixelGrid grid{x, {0, 1, AxisScale::linear}, 997, 200};
        const auto columns = curve_columns(series, series.raw(), grid);
        std::size_t seen = 0;
        for (const CurveColumn &column : columns) {
            if (column.column < 0 || column.column >= grid.width)
                continue;
            // Every point of the column, found by the plainest means.
            Extent expected;
            const auto first = static_cast<std::size_t>(std::max(0.0, grid.x.minimum - 1));
            for (std::size_t i = first; i < series.size(); ++i) {
                const double place = grid.column_of(series.x(i));
                if (place >= column.column + 1)
                    break;
                if (place >= column.column)
                    expected.add(series.y(i)), ++seen;
                else if (column.column > 0)
                    i += static_cast<std::size_t>((column.column - place) / grid.width *
                                                  (x.maximum - x.minimum) * 0.99);
            }
            QVERIFY(column.filled);
            QVERIFY(std::abs(column.top - grid.row_of(expected.maximum)) < 1e-9);
            QVERIFY(std::abs(column.bottom - grid.row_of(expected.minimum)) < 1e-9);
        }
        QVERIFY(seen > 0 && seen + 1 >= static_cast<std::size_t>(x.maximum - x.minimum));
    }
}

void ChartDataTest::columns_before_the_newest_points_stay() {
    PointSeries series;
    const PixelGrid grid{{0, 100, AxisScale::linear}, {-2, 2, AxisScale::linear}, 400, 200};
    std::vector<CurveColumn> before;
    for (int i = 0; i < 50'000; ++i) {
        const double x = i < 100 ? i * 0.3 : 30 + i * 0.001; // few points, then many
        series.append(x, std::sin(i * 0.7));
        if (i % 997 != 0)
            continue;
        const auto now = curve_columns(series, series.raw(), grid);
        for (std::size_t k = 0; k + 1 < before.size(); ++k) {
            QCOMPARE(now[k].column, before[k].column);
            QCOMPARE(now[k].top, before[k].top);
            QCOMPARE(now[k].last.y, before[k].last.y);
        }
        before = now;
    }
}

void ChartDataTest::values_read_as_they_should_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("span");
    QTest::addColumn<bool>("percent");
    QTest::addColumn<QString>("text");
    QTest::newRow("loss") << 0.41234 << 2.5 << false << "0.412";
    QTest::newRow("large") << 41234.0 << 1e5 << false << "41234";
    QTest::newRow("accuracy") << 0.9123 << 1.0 << true << "91.2%";
    QTest::newRow("accuracy, near") << 0.91234 << 0.05 << true << "91.23%";
    QTest::newRow("nothing") << 0.0 << 2.5 << false << "0.000";
    QTest::newRow("next to nothing") << 0.0000123 << 2.5 << false << "1.23e−5";
}

void ChartDataTest::values_read_as_they_should() {
    QFETCH(double, value);
    QFETCH(double, span);
    QFETCH(bool, percent);
    QTEST(QString::fromStdString(
              value_text(value, span, percent ? NumberForm::percent : NumberForm::plain)),
          "text");
}

QTEST_APPLESS_MAIN(ChartDataTest)
#include "chart_data_test.moc"
