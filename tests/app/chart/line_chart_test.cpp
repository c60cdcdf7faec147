// The chart as a visitor uses it: real touch events in a window, software renderer.
#include "app/window_stage.hpp"
#include "tests/app/chart/chart_stage.hpp"
#include "tests/app/window/find_item.hpp"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>

using namespace vitrine;

class LineChartTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void the_picture_is_on_the_screen();
    void one_finger_reads_the_nearest_point();
    void two_fingers_enlarge_what_is_between_them();
    void two_fingers_pan();
    void a_double_tap_shows_everything();
    void a_mouse_draws_a_box();
    void the_wheel_goes_in_and_out_to_the_whole();
    void keys_read_and_zoom();
    void the_legend_switches_curves();
    void a_screen_reader_hears_a_sentence_data();
    void a_screen_reader_hears_a_sentence();
    void theme_and_text_scale_are_followed();
    void a_resumed_run_takes_back_what_came_after();
    void a_series_may_go_before_the_chart();
    void points_come_faster_than_pictures();
    void no_size_and_no_points_are_no_trouble();

  private:
    [[nodiscard]] QPoint in_window(QPointF at) { return stage_->chart()->mapToScene(at).toPoint(); }
    [[nodiscard]] QPointF point(double x, double y) {
        const QRectF plot = stage_->chart()->plot_area();
        return {plot.left() + x / 8 * plot.width(), plot.bottom() - y / 2.5 * plot.height()};
    }
    void touch(QPointF at);

    std::unique_ptr<ChartSeries> training_;
    std::unique_ptr<ChartSeries> test_;
    std::unique_ptr<ChartStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

void LineChartTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
}

void LineChartTest::init() {
    training_ = std::make_unique<ChartSeries>(QStringLiteral("training loss"), 1,
                                              ChartSeries::Training, nullptr);
    test_ =
        std::make_unique<ChartSeries>(QStringLiteral("test loss"), 2, ChartSeries::Test, nullptr);
    for (int i = 0; i <= 800; ++i)
        training_->append(i / 100.0, 0.4 + 1.9 * std::exp(-i / 100.0));
    for (int epoch = 1; epoch <= 8; ++epoch)
        test_->append(epoch, 0.5 + 1.5 / epoch);
    stage_ = std::make_unique<ChartStage>(
        QSize(800, 500), QList{training_.get(), test_.get()},
        QStringLiteral("chart.xMaximum: 8; chart.yMinimum: 0; chart.yMaximum: 2.5"));
    QVERIFY2(stage_->chart() != nullptr, qPrintable(stage_->errors()));
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
    QVERIFY(stage_->settle());
}

void LineChartTest::cleanup() {
    stage_.reset();
    training_.reset();
    test_.reset();
}

void LineChartTest::touch(QPointF at) {
    QTest::touchEvent(stage_->window(), finger_).press(0, in_window(at), stage_->window());
}

void LineChartTest::the_picture_is_on_the_screen() {
    const QImage screen = stage_->window()->grabWindow();
    QCOMPARE(screen.pixelColor(in_window(point(3, 1))), QColor("#F8C404"));
    QCOMPARE(stage_->window()->rendererInterface()->graphicsApi(), QSGRendererInterface::Software);
}

void LineChartTest::one_finger_reads_the_nearest_point() {
    touch(point(3.2, 1.1));
    QTRY_COMPARE(stage_->chart()->reading_x(), QStringLiteral("3"));
    const auto readings = stage_->chart()->reading();
    QCOMPARE(readings.size(), 2);
    const auto test = readings[1].value<ChartReading>();
    QCOMPARE(test.value, QStringLiteral("1.000"));
    QVERIFY(test.nearest);
    QVERIFY(QLineF(test.at, point(3, 1)).length() < 1.5);
    // Where the training curve was at that epoch: 0.4 + 1.9 e⁻³.
    QCOMPARE(readings[0].value<ChartReading>().value, QStringLiteral("0.495"));
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, in_window(point(6.555, 0.4)), stage_->window());
    QTRY_COMPARE(stage_->chart()->reading_x(), QStringLiteral("6.55"));
    QVERIFY(stage_->chart()->reading()[0].value<ChartReading>().nearest);
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, in_window(point(6.555, 0.4)), stage_->window());
    QVERIFY(!stage_->chart()->zoomed());
    QCOMPARE(stage_->chart()->reading().size(), 2); // stays to be looked at
}

void LineChartTest::two_fingers_enlarge_what_is_between_them() {
    const QPointF first = point(2, 0.5);
    const QPointF second = point(4, 1.5);
    const QPointF first_now = point(1, 0.25);
    const QPointF second_now = point(7, 2.25);
    QTest::touchEvent(stage_->window(), finger_).press(0, in_window(first), stage_->window());
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, in_window(first), stage_->window()) // stationary() knows no place
        .press(1, in_window(second), stage_->window());
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, in_window(first_now), stage_->window())
        .move(1, in_window(second_now), stage_->window());
    QTRY_VERIFY(stage_->chart()->zoomed());
    QVERIFY(stage_->settle());
    QVERIFY(stage_->chart()->reading().isEmpty());
    // A third as much is in view: 2 epochs over 6 eighths of the width.
    const ChartPlan plan = stage_->chart()->plan({100, 100});
    const double span = plan.limits.x_maximum - plan.limits.x_minimum;
    QVERIFY2(std::abs(span - 8.0 / 3) < 0.04, qPrintable(QString::number(span)));
    QVERIFY(std::abs(plan.limits.y_maximum - plan.limits.y_minimum - 1.25) < 0.04);
    // And what was under the first finger still is: epoch 2 at the place of 1.
    QVERIFY(std::abs(plan.limits.x_minimum + 8.0 / 3 / 8 - 2) < 0.04);
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, in_window(first_now), stage_->window())
        .release(1, in_window(second_now), stage_->window());
    QVERIFY(stage_->chart()->zoomed());
}

void LineChartTest::two_fingers_pan() {
    stage_->chart()->forceActiveFocus();
    QTest::keyClick(stage_->window(), Qt::Key_Plus);
    QTRY_VERIFY(stage_->chart()->zoomed());
    QVERIFY(stage_->settle());
    const ChartLimits before = stage_->chart()->plan({100, 100}).limits;
    const QPointF step(40, 0);
    const QPointF first = point(4, 1);
    const QPointF second = point(5, 1.02); // beside each other
    QTest::touchEvent(stage_->window(), finger_)
        .press(0, in_window(first), stage_->window())
        .press(1, in_window(second), stage_->window());
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, in_window(first + step), stage_->window())
        .move(1, in_window(second + step), stage_->window());
    const double moved = 40 / stage_->chart()->plot_area().width();
    QTRY_VERIFY(stage_->chart()->plan({100, 100}).limits.x_minimum < before.x_minimum);
    const ChartLimits now = stage_->chart()->plan({100, 100}).limits;
    const double span = before.x_maximum - before.x_minimum;
    QVERIFY(std::abs(now.x_minimum - before.x_minimum + moved * span) < 0.02);
    QVERIFY(std::abs(now.x_maximum - now.x_minimum - span) < 0.02);
    QVERIFY(std::abs(now.y_minimum - before.y_minimum) < 0.01);
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, in_window(first + step), stage_->window())
        .release(1, in_window(second + step), stage_->window());
}

void LineChartTest::a_double_tap_shows_everything() {
    stage_->chart()->forceActiveFocus();
    QTest::keyClick(stage_->window(), Qt::Key_Plus);
    QTRY_VERIFY(stage_->chart()->zoomed());
    for (int tap = 0; tap < 2; ++tap) {
        touch(point(4, 1));
        QTest::touchEvent(stage_->window(), finger_)
            .release(0, in_window(point(4, 1)), stage_->window());
    }
    QTRY_VERIFY(!stage_->chart()->zoomed());
}

void LineChartTest::a_mouse_draws_a_box() {
    QTest::mousePress(stage_->window(), Qt::LeftButton, {}, in_window(point(2, 2)));
    QTest::mouseMove(stage_->window(), in_window(point(3, 1.5)));
    QTest::mouseMove(stage_->window(), in_window(point(4, 1)));
    QTRY_VERIFY(stage_->chart()->zoom_box().width() > 50);
    QTest::mouseRelease(stage_->window(), Qt::LeftButton, {}, in_window(point(4, 1)));
    QTRY_VERIFY(stage_->chart()->zoomed());
    const ChartLimits limits = stage_->chart()->plan({100, 100}).limits;
    QVERIFY(std::abs(limits.x_minimum - 2) < 0.02 && std::abs(limits.x_maximum - 4) < 0.02);
    QVERIFY(std::abs(limits.y_minimum - 1) < 0.02 && std::abs(limits.y_maximum - 2) < 0.02);
    QVERIFY(stage_->chart()->zoom_box().isEmpty());
    QVERIFY(stage_->settle());
    QTRY_VERIFY(find_item(*stage_->window(), "chartWhole")->isVisible());
    QTest::mouseDClick(stage_->window(), Qt::LeftButton, {}, in_window(point(4, 1)));
    QTRY_VERIFY(!stage_->chart()->zoomed());
}

void LineChartTest::the_wheel_goes_in_and_out_to_the_whole() {
    const auto turn = [this](int eighths) {
        const QPointF at = in_window(point(4, 1));
        QWheelEvent event(at, at, {}, {0, eighths}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(stage_->window(), &event);
        return stage_->settle();
    };
    QVERIFY(turn(240));
    QVERIFY(stage_->chart()->zoomed());
    QVERIFY(turn(-600));
    QVERIFY(!stage_->chart()->zoomed());
}

void LineChartTest::keys_read_and_zoom() {
    stage_->chart()->forceActiveFocus();
    QTest::keyClick(stage_->window(), Qt::Key_Left);
    QCOMPARE(stage_->chart()->reading_x(), QStringLiteral("8"));
    QTest::keyClick(stage_->window(), Qt::Key_Left);
    QCOMPARE(stage_->chart()->reading_x(), QStringLiteral("7.99"));
    QTest::keyClick(stage_->window(), Qt::Key_Plus);
    QVERIFY(stage_->chart()->zoomed());
    QTest::keyClick(stage_->window(), Qt::Key_Home);
    QVERIFY(!stage_->chart()->zoomed());
}

void LineChartTest::the_legend_switches_curves() {
    const QQuickItem *entry = find_item(*stage_->window(), "legend:test loss");
    QVERIFY(entry != nullptr);
    QVERIFY(entry->height() >= 48);
    const QPoint at = entry->mapToScene({entry->width() / 2, entry->height() / 2}).toPoint();
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
    QTRY_VERIFY(!test_->visible());
    QVERIFY(stage_->settle());
    QVERIFY(stage_->window()->grabWindow().pixelColor(in_window(point(3, 1))) != QColor("#F8C404"));
    touch(point(3.2, 1.1));
    QTRY_COMPARE(stage_->chart()->reading().size(), 1);
}

void LineChartTest::a_screen_reader_hears_a_sentence_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("en") << "en"
                        << "training loss fell from 2.3 to 0.4 in 8 epochs";
    QTest::newRow("zh") << "zh"
                        << "training loss，从 2.3 降到 0.4，共 8 轮";
}

void LineChartTest::a_screen_reader_hears_a_sentence() {
    QFETCH(QString, language);
    QFETCH(QString, sentence);
    stage_->language().set_code(language);
    test_->set_visible(false);
    QCOMPARE(stage_->chart()->summary(), sentence);
    const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(stage_->chart());
    QVERIFY(interface != nullptr);
    QCOMPARE(interface->role(), QAccessible::Chart);
    QCOMPARE(interface->text(QAccessible::Description), sentence);
    training_->clear();
    QCOMPARE(stage_->chart()->summary(),
             language == "en" ? QStringLiteral("No values yet") : QStringLiteral("还没有数据"));
    training_->append(1, 0.5);
    QVERIFY(stage_->chart()->summary().contains(language == "en" ? "1 epoch" : "1 轮"));
    QVERIFY(!stage_->chart()->summary().contains("epochs"));
}

void LineChartTest::theme_and_text_scale_are_followed() {
    const QRectF before = stage_->chart()->plot_area();
    stage_->set_theme(false, 2);
    QVERIFY(stage_->settle());
    QCOMPARE(stage_->chart()->picture().pixelColor(1, 1), QColor(Qt::white));
    QVERIFY(stage_->chart()->plot_area().left() > before.left());
    QCOMPARE(stage_->chart()->picture().pixelColor(point(3, 1).toPoint()), QColor("#413001"));
}

void LineChartTest::a_resumed_run_takes_back_what_came_after() {
    training_->truncate_from(5.005);
    QCOMPARE(training_->count(), 501);
    training_->append(5.01, 2);
    QVERIFY(stage_->settle());
    touch(point(5.01, 2));
    QTRY_COMPARE(stage_->chart()->reading_x(), QStringLiteral("5.01"));
    QCOMPARE(stage_->chart()->reading()[0].value<ChartReading>().value, QStringLiteral("2.000"));
}

void LineChartTest::a_series_may_go_before_the_chart() {
    test_.reset();
    QCOMPARE(stage_->chart()->series().size(), 1);
    QVERIFY(stage_->settle());
    QVERIFY(find_item(*stage_->window(), "legend:test loss") == nullptr);
}

void LineChartTest::points_come_faster_than_pictures() {
    const QSignalSpy pictures(stage_->chart(), &LineChart::drawn);
    for (int i = 0; i < 20'000; ++i)
        training_->append(8, std::sin(i));
    QVERIFY(stage_->settle());
    QVERIFY(pictures.count() <= 3);
    QCOMPARE(training_->count(), 20'801);
}

void LineChartTest::no_size_and_no_points_are_no_trouble() {
    stage_->chart()->set_series({});
    QVERIFY(stage_->chart()->empty());
    stage_->window()->resize(40, 40);
    stage_->window()->grabWindow();
    stage_->window()->resize(800, 500);
    stage_->chart()->set_series({test_.get()});
    QVERIFY(stage_->settle());
    QVERIFY(!stage_->chart()->empty());
}

QTEST_MAIN(LineChartTest)
#include "line_chart_test.moc"
