// Pictures and files of charts.
#include "app/drawing/chart/chart_drawing.hpp"
#include "app/drawing/chart/chart_export.hpp"
#include "app/drawing/chart/coverage_mask.hpp"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <csignal>
#include <sys/resource.h>

using namespace vitrine;

namespace {

ChartPlan small_plan() {
    ChartPlan plan;
    plan.size = {400, 240};
    plan.palette = print_palette();
    plan.limits = {0, 8, 0, 2.5};
    plan.x_title = QStringLiteral("Epoch");
    ChartCurve training{{}, QStringLiteral("training, \"raw\""), 1, false, false, std::nan("")};
    ChartCurve test{{}, QStringLiteral("测试"), 2, true, false, 2};
    for (int i = 1; i <= 500; ++i)
        training.points.append(i / 100.0, 0.5 + 1.5 * std::exp(-i / 200.0) + 0.1 * std::sin(i));
    for (int i = 1; i <= 5; ++i)
        test.points.append(i, 2.0 / i);
    plan.curves = {training, test};
    return plan;
}

QByteArray contents(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// How much of a pixel lies within half the thickness of the segment: 32 × 32 samples.
double sampled(int column, int row, const QLineF &line, double thickness) {
    int inside = 0;
    for (int i = 0; i < 32; ++i)
        for (int k = 0; k < 32; ++k) {
            const QPointF at(column + (i + 0.5) / 32, row + (k + 0.5) / 32);
            const QPointF along = line.p2() - line.p1();
            const double t = std::clamp(QPointF::dotProduct(at - line.p1(), along) /
                                            QPointF::dotProduct(along, along),
                                        0.0, 1.0);
            inside += QLineF(at, line.p1() + t * along).length() <= thickness / 2 ? 1 : 0;
        }
    return inside / 1024.0;
}

} // namespace

class ChartDrawingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void a_line_covers_what_it_should_data();
    void a_line_covers_what_it_should();
    void curves_go_through_their_points();
    void settled_pixels_stay_while_points_arrive();
    void axes_follow_the_points_in_steps();
    void a_logarithmic_axis_takes_zero();
    void the_print_has_its_size_and_its_curves();
    void the_svg_has_paths_and_text();
    void paths_stay_inside_the_plot();
    void the_csv_reads_back();
    void a_full_disk_leaves_the_old_file();
};

void ChartDrawingTest::a_line_covers_what_it_should_data() {
    QTest::addColumn<QLineF>("line");
    QTest::newRow("flat") << QLineF(3.2, 10.3, 30.1, 10.9);
    QTest::newRow("steep") << QLineF(12.2, 3.3, 14.1, 33.9);
    QTest::newRow("diagonal") << QLineF(4.5, 5.5, 33.5, 34.5);
    QTest::newRow("upright") << QLineF(20.5, 4, 20.5, 30);
    QTest::newRow("from outside") << QLineF(-20, -10, 60, 50);
}

void ChartDrawingTest::a_line_covers_what_it_should() {
    QFETCH(QLineF, line);
    for (const double thickness : {1.0, 1.75, 3.0, 9.0}) {
        CoverageMask mask(40, 40, 0);
        mask.line(line.x1(), line.y1(), line.x2(), line.y2(), thickness);
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) {
                const double difference =
                    mask.coverage(x, y) / 255.0 - sampled(x, y, line, thickness);
                QVERIFY2(std::abs(difference) < 0.2,
                         qPrintable(QStringLiteral("%1 %2: %3").arg(x).arg(y).arg(difference)));
            }
    }
}

void ChartDrawingTest::curves_go_through_their_points() {
    ChartPlan plan = small_plan();
    const ChartFrame frame = lay_out_chart(plan);
    const QImage picture = draw_chart(plan, frame);
    const QColor color = plan.palette.of_series(2);
    const PointSeries &test = plan.curves[1].points;
    for (std::size_t i = 0; i < test.size(); ++i)
        QCOMPARE(picture.pixelColor(frame.point_of(test.x(i), test.y(i)).toPoint()), color);
    // Half way between the first two, where their line passes.
    QCOMPARE(picture.pixelColor(frame.point_of(1.5, 1.5).toPoint()), color);
    plan.curves.pop_back();
    QVERIFY(draw_chart(plan, frame).pixelColor(frame.point_of(1.5, 1.5).toPoint()) != color);
}

void ChartDrawingTest::settled_pixels_stay_while_points_arrive() {
    ChartPlan plan = small_plan();
    plan.curves.pop_back();
    plan.curves[0].points.set_smoothing(0.3);
    PointSeries &points = plan.curves[0].points;
    QImage before;
    double before_x = 0;
    const ChartFrame fixed = lay_out_chart(plan);
    for (int i = 501; i <= 700; ++i) {
        const ChartFrame frame = lay_out_chart(plan);
        QCOMPARE(frame.plot, fixed.plot);
        const QImage now = draw_chart(plan, frame);
        // Where the last line began, less its own thickness.
        const int settled = static_cast<int>(frame.point_of(before_x, 0).x()) - 3;
        if (!before.isNull())
            for (int y = 0; y < now.height(); ++y)
                QVERIFY(std::equal(now.constScanLine(y), now.constScanLine(y) + 4 * settled,
                                   before.constScanLine(y)));
        before = now;
        before_x = points.x(points.size() - 1);
        points.append(i / 100.0, 0.6 + 0.3 * std::sin(i * 1.3));
    }
}

void ChartDrawingTest::axes_follow_the_points_in_steps() {
    ChartPlan plan = small_plan();
    plan.limits = {};
    PointSeries points;
    int changes = 0;
    double maximum = 0;
    for (int i = 1; i <= 1000; ++i) {
        points.append(i / 10.0, 1.0 / i);
        plan.curves = {{points, {}, 1, false, false, std::nan("")}};
        const ChartFrame frame = lay_out_chart(plan);
        QVERIFY(frame.x.maximum >= i / 10.0);
        QCOMPARE(frame.x.minimum, 0.0);
        QVERIFY(frame.y.minimum <= 1.0 / i && frame.y.maximum >= 1);
        changes += frame.x.maximum != maximum ? 1 : 0;
        maximum = frame.x.maximum;
    }
    QVERIFY(changes <= 40);
    plan.limits.x_maximum = 200;
    QCOMPARE(lay_out_chart(plan).x.maximum, 200.0);
    plan.limits.x_maximum = 50; // more came than was expected
    QCOMPARE(lay_out_chart(plan).x.maximum, 100.0);
}

void ChartDrawingTest::a_logarithmic_axis_takes_zero() {
    ChartPlan plan = small_plan();
    plan.limits = {};
    plan.scale = AxisScale::logarithmic;
    plan.curves[0].points.append(6, 0);
    plan.curves[0].points.append(6.1, -3);
    plan.curves[0].points.append(6.2, 0.002);
    const ChartFrame frame = lay_out_chart(plan);
    QVERIFY(frame.y.minimum > 0.0005 && frame.y.minimum <= 0.002);
    QVERIFY(!draw_chart(plan, frame).isNull());
}

void ChartDrawingTest::the_print_has_its_size_and_its_curves() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("chart.png");
    const ChartPlan plan = for_print(small_plan());
    QVERIFY(save_chart_png(plan, path.toStdString()).ok());
    const QImage picture(path);
    QCOMPARE(picture.width(), 1890); // 16 cm at 300 dots an inch
    QVERIFY(std::abs(picture.dotsPerMeterX() - 11811) <= 1);
    const ChartFrame frame = lay_out_chart(plan);
    const QPointF at = frame.point_of(3, 2.0 / 3) * picture.width() / plan.size.width();
    QCOMPARE(picture.pixelColor(at.toPoint()), print_palette().of_series(2));
}

void ChartDrawingTest::the_svg_has_paths_and_text() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("chart.svg");
    QVERIFY(save_chart_svg(for_print(small_plan()), "Loss & more", path.toStdString()).ok());
    QXmlStreamReader xml(contents(path));
    QString words;
    int paths = 0;
    int circles = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        paths += xml.name() == u"path" || xml.name() == u"polyline" ? 1 : 0;
        circles += xml.name() == u"circle" || xml.name() == u"ellipse" ? 1 : 0;
        QVERIFY(xml.name() != u"image");
        if (xml.name() == u"text" || xml.name() == u"title")
            words += xml.readElementText() + QLatin1Char('\n');
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    for (const char *word : {"Loss & more", "测试", "training, \"raw\"", "Epoch", "2.5", "8"})
        QVERIFY2(words.contains(QString::fromUtf8(word)), word);
    QVERIFY(paths >= 2);
    QVERIFY(circles >= 5 + 2); // dots, the legend's, the ring
}

void ChartDrawingTest::paths_stay_inside_the_plot() {
    ChartPlan plan = small_plan();
    plan.zoomed = true;
    plan.limits = {1.2, 2.4, 0.9, 1.2};
    const ChartFrame frame = lay_out_chart(plan);
    QImage picture(plan.size.toSize(), QImage::Format_RGB32);
    picture.fill(Qt::white);
    {
        QPainter painter(&picture);
        draw_chart_paths(painter, plan, frame);
    }
    int inside = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (picture.pixelColor(x, y) != QColor(Qt::white)) {
                QVERIFY(frame.plot.adjusted(-6, -6, 6, 6).contains(x, y));
                ++inside;
            }
    QVERIFY(inside > 100);
}

void ChartDrawingTest::the_csv_reads_back() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("chart.csv");
    ChartPlan plan = small_plan();
    plan.curves[0].points.set_smoothing(0.1);
    QVERIFY(save_chart_csv(plan, path.toStdString()).ok());
    const QList<QByteArray> lines = contents(path).split('\n');
    QCOMPARE(lines.size(), 1 + 500 + 5 + 1);
    QCOMPARE(lines[0], QByteArray("series,x,y,smooth\r"));
    QVERIFY(lines[1].startsWith("\"training, \"\"raw\"\"\",0.01,"));
    QCOMPARE(lines[1].split(',')[3].toDouble(), plan.curves[0].points.y(0));
    QCOMPARE(lines[503], QString::fromUtf8("测试,3,%1,\r")
                             .arg(plan.curves[1].points.y(2), 0, 'g', 17)
                             .toUtf8()
                             .replace("0.66666666666666663", "0.6666666666666666"));
}

void ChartDrawingTest::a_full_disk_leaves_the_old_file() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("chart.csv");
    const std::string name = path.toStdString();
    const ChartPlan plan = for_print(small_plan());
    QVERIFY(save_chart_csv(plan, name).ok());
    const QByteArray before = contents(path);
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit little{100, limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
    const auto png = save_chart_png(plan, name);
    const auto svg = save_chart_svg(plan, {}, name);
    const auto csv = save_chart_csv(plan, name);
    setrlimit(RLIMIT_FSIZE, &limit);
    QVERIFY(!png.ok() && !svg.ok() && !csv.ok());
    QCOMPARE(contents(path), before);
    const auto nowhere = save_chart_csv(plan, "/proc/no/folder/chart.csv");
    QVERIFY(!nowhere.ok());
}

QTEST_MAIN(ChartDrawingTest)
#include "chart_drawing_test.moc"
