// Rate and line of the Camera page, against sequences whose course is known.
#include "app/viewmodels/camera/camera_figures.hpp"

#include <QTest>

#include <cmath>

using namespace vitrine;

class CameraFiguresTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_rate_is_that_of_the_last_two_seconds();
    void a_camera_that_stands_still_has_no_rate();
    void the_line_is_ten_seconds_long_and_moves_left();
    void points_too_near_are_left_out();
};

void CameraFiguresTest::the_rate_is_that_of_the_last_two_seconds() {
    CameraFigures figures;
    QCOMPARE(figures.rate(100), 0.0);
    double time = 100;
    for (int i = 0; i < 100; ++i)
        figures.add_frame(time += 0.1);
    QVERIFY(std::abs(figures.rate(time) - 10) < 0.01);
    for (int i = 0; i < 60; ++i)
        figures.add_frame(time += 1.0 / 30);
    QVERIFY(std::abs(figures.rate(time) - 30) < 0.5);
}

void CameraFiguresTest::a_camera_that_stands_still_has_no_rate() {
    CameraFigures figures;
    for (int i = 0; i < 30; ++i)
        figures.add_frame(i / 30.0);
    QVERIFY(figures.rate(1) > 25);
    QCOMPARE(figures.rate(4), 0.0);
}

void CameraFiguresTest::the_line_is_ten_seconds_long_and_moves_left() {
    CameraFigures figures;
    for (int second = 0; second <= 20; ++second)
        figures.add_probability(second, second / 20.0);
    const auto now = figures.trace(20);
    QCOMPARE(now.size(), 11);
    QVERIFY(std::abs(now.front().x()) < 1e-9 && std::abs(now.front().y() - 0.5) < 1e-9);
    QVERIFY(std::abs(now.back().x() - 1) < 1e-9 && std::abs(now.back().y() - 1) < 1e-9);
    const auto later = figures.trace(25);
    QCOMPARE(later.size(), 6);
    QVERIFY(std::abs(later.back().x() - 0.5) < 1e-9);
    figures.clear();
    QVERIFY(figures.trace(20).isEmpty());
}

void CameraFiguresTest::points_too_near_are_left_out() {
    CameraFigures figures;
    for (int i = 0; i < 1200; ++i) // 120 a second
        figures.add_probability(i / 120.0, 0.5);
    QVERIFY(figures.trace(10).size() <= 200);
    QVERIFY(figures.trace(10).size() >= 100);
}

QTEST_GUILESS_MAIN(CameraFiguresTest)
#include "camera_figures_test.moc"
