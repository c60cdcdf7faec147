// The colours of a class activation map.
#include "app/services/heat_map.hpp"

#include <QColor>
#include <QTest>

#include <array>
#include <limits>
#include <vector>

using namespace vitrine;

class HeatMapTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void colours_grow_lighter_and_more_solid();
    void the_peak_lies_where_the_map_has_it();
    void it_passes_through_its_samples();
    void what_speaks_against_the_class_is_clear();
    void nothing_is_painted_of_nothing_data();
    void nothing_is_painted_of_nothing();
};

void HeatMapTest::colours_grow_lighter_and_more_solid() {
    // Over black, with its alpha: what is left to eyes that tell no colours.
    const auto light = [](const QColor &colour) {
        return (0.2126 * colour.red() + 0.7152 * colour.green() + 0.0722 * colour.blue()) *
               colour.alphaF();
    };
    for (int i = 1; i <= 50; ++i)
        QVERIFY2(light(heat_colour(i / 50.0)) > light(heat_colour((i - 1) / 50.0)),
                 qPrintable(QString::number(i)));
    QCOMPARE(heat_colour(0).alpha(), 0);
}

void HeatMapTest::the_peak_lies_where_the_map_has_it() {
    const std::array<float, 12> map{0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0}; // 3 × 4, row 1, column 3
    const QImage image = paint_heat_map(map, 3, 4, 80, 60);
    QCOMPARE(image.size(), QSize(80, 60));
    QPoint peak;
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 80; ++x)
            if (qAlpha(image.pixel(x, y)) > qAlpha(image.pixel(peak)))
                peak = {x, y};
    QVERIFY(peak.x() >= 60 && peak.y() >= 20 && peak.y() < 40);
    QCOMPARE(qAlpha(image.pixel(5, 5)), 0);
}

void HeatMapTest::it_passes_through_its_samples() {
    const std::array<float, 9> map{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const QImage image = paint_heat_map(map, 3, 3, 9, 9); // the middle of each 3 × 3 is a sample
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column) {
            const double share = map[static_cast<std::size_t>(3 * row + column)] / 9.0;
            const int wanted = heat_colour(share).alpha();
            QVERIFY(std::abs(qAlpha(image.pixel(3 * column + 1, 3 * row + 1)) - wanted) <= 1);
        }
}

void HeatMapTest::what_speaks_against_the_class_is_clear() {
    const std::array<float, 4> map{-9, -9, 1, 1};
    const QImage image = paint_heat_map(map, 2, 2, 20, 20);
    QCOMPARE(qAlpha(image.pixel(10, 0)), 0);
    QCOMPARE(qAlpha(image.pixel(10, 19)), heat_colour(1).alpha());
}

void HeatMapTest::nothing_is_painted_of_nothing_data() {
    QTest::addColumn<std::vector<float>>("map");
    QTest::newRow("empty") << std::vector<float>{};
    QTest::newRow("below zero") << std::vector<float>{-1, -2, -3, 0};
    QTest::newRow("not a number") << std::vector<float>{1, 2,
                                                        std::numeric_limits<float>::quiet_NaN(), 3};
    QTest::newRow("too few") << std::vector<float>{1, 2};
}

void HeatMapTest::nothing_is_painted_of_nothing() {
    QFETCH(std::vector<float>, map);
    QVERIFY(paint_heat_map(map, 2, 2, 8, 8).isNull());
}

QTEST_GUILESS_MAIN(HeatMapTest)
#include "heat_map_test.moc"
