#include "core/training/schedule.hpp"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace vitrine;

namespace {
using Kind = ScheduleSpec::Kind;

bool close(double a, double b) { return std::abs(a - b) < 1e-12; }
} // namespace

class TestSchedule : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void constant_stays() {
        QCOMPARE(schedule_factor({}, 0, 100, 10), 1.0);
        QCOMPARE(schedule_factor({}, 99, 100, 10), 1.0);
    }

    void linear_falls_to_nothing_after_the_last_step() {
        const ScheduleSpec linear{.kind = Kind::linear};
        QCOMPARE(schedule_factor(linear, 0, 200, 25), 1.0);
        QVERIFY(close(schedule_factor(linear, 50, 200, 25), 0.75));
        QVERIFY(close(schedule_factor(linear, 199, 200, 25), 1.0 / 200));
        QCOMPARE(schedule_factor(linear, 200, 200, 25), 0.0);
    }

    void cosine_falls_along_half_a_wave() {
        const ScheduleSpec cosine{.kind = Kind::cosine, .end = 0.1};
        QCOMPARE(schedule_factor(cosine, 0, 100, 10), 1.0);
        for (const int step : {25, 50, 99})
            QVERIFY(close(schedule_factor(cosine, step, 100, 10),
                          0.1 + 0.45 * (1 + std::cos(std::numbers::pi * step / 100))));
        QVERIFY(close(schedule_factor(cosine, 100, 100, 10), 0.1));
    }

    void steps_come_at_their_epochs() {
        const ScheduleSpec steps{.kind = Kind::step, .milestones = {2, 3}, .step_factor = 0.5};
        QCOMPARE(schedule_factor(steps, 19, 50, 10), 1.0);
        QCOMPARE(schedule_factor(steps, 20, 50, 10), 0.5);
        QCOMPARE(schedule_factor(steps, 29, 50, 10), 0.5);
        QCOMPARE(schedule_factor(steps, 30, 50, 10), 0.25);
    }

    void a_trapezoid_rises_stays_and_falls() {
        const ScheduleSpec trapezoid{.kind = Kind::trapezoid, .warm_up = 0.4, .cooldown = 2};
        for (int step = 0; step < 4; ++step)
            QVERIFY(close(schedule_factor(trapezoid, step, 50, 10), (step + 1) / 5.0));
        QCOMPARE(schedule_factor(trapezoid, 4, 50, 10), 1.0);
        QCOMPARE(schedule_factor(trapezoid, 30, 50, 10), 1.0);
        QVERIFY(close(schedule_factor(trapezoid, 40, 50, 10), 0.5));
        QVERIFY(close(schedule_factor(trapezoid, 50, 50, 10), 0.0));
    }

    void one_cycle_has_its_top_after_the_warm_up() {
        const ScheduleSpec cycle{
            .kind = Kind::one_cycle, .warm_up = 3, .start = 0.04, .end = 0.001};
        double before = 0.04;
        for (int step = 0; step < 30; ++step) {
            const double factor = schedule_factor(cycle, step, 100, 10);
            QVERIFY(factor > before);
            before = factor;
        }
        QCOMPARE(schedule_factor(cycle, 30, 100, 10), 1.0);
        QVERIFY(close(schedule_factor(cycle, 65, 100, 10), 0.001 + 0.999 / 2));
        QVERIFY(close(schedule_factor(cycle, 100, 100, 10), 0.001));
    }

    void a_group_may_stop_early() {
        const LearningRates rates{.base = {0.24, 0.053, 0.053, 0.67},
                                  .until_epoch = {std::nullopt, std::nullopt, 3, std::nullopt}};
        const ScheduleSpec linear{.kind = Kind::linear};
        for (const int step : {0, 30, 74, 75, 150}) {
            const PerGroup at = learning_rates_at(rates, linear, step, 200, 25);
            QVERIFY(close(at[0], 0.24 * (1 - step / 200.0)));
            QVERIFY(close(at[1], 0.053 * (1 - step / 200.0)));
            QVERIFY(close(at[2], step < 75 ? 0.053 * (1 - step / 75.0) : 0.0));
            QVERIFY(close(at[3], 0.67 * (1 - step / 200.0)));
        }
    }
};

QTEST_APPLESS_MAIN(TestSchedule)
#include "test_schedule.moc"
