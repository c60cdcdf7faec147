// Pictures of the chart in both themes, languages, sizes and text scales, to be looked at.
//
//   chart_gallery FOLDER [RUN/events.jsonl]
#include "app/drawing/chart/chart_export.hpp"
#include "app/window_stage.hpp"
#include "tests/app/chart/chart_stage.hpp"

#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>

using namespace vitrine;

namespace {

struct Curves {
    ChartSeries training{QStringLiteral("训练：学过的图"), 1, ChartSeries::Training, nullptr};
    ChartSeries test{QStringLiteral("测试：没学过的图"), 2, ChartSeries::Test, nullptr};
    ChartSeries earlier{QStringLiteral("上一次"), 5, ChartSeries::Test, nullptr};
    [[nodiscard]] QList<ChartSeries *> all() { return {&earlier, &training, &test}; }
};

void invent(Curves &curves) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, 0.08);
    for (int step = 1; step <= 1200; ++step) {
        const double x = step / 200.0;
        curves.training.append(x, 0.35 + 1.95 * std::exp(-x / 2) + noise(random));
    }
    for (int epoch = 1; epoch <= 6; ++epoch)
        curves.test.append(epoch, 0.45 + 1.6 * std::exp(-epoch / 2.0) + (epoch == 6 ? 0.1 : 0));
    for (int epoch = 1; epoch <= 8; ++epoch)
        curves.earlier.append(epoch, 0.6 + 1.5 * std::exp(-epoch / 2.5));
    curves.earlier.set_earlier(true);
    curves.test.set_best_x(5);
}

void read_run(Curves &curves, const QString &path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    double steps_per_epoch = 1;
    while (!file.atEnd()) {
        const QJsonObject event = QJsonDocument::fromJson(file.readLine()).object();
        const QString type = event["type"].toString();
        if (type == "start")
            steps_per_epoch = event["steps_per_epoch"].toDouble();
        if (type == "step")
            curves.training.append(event["step"].toDouble() / steps_per_epoch,
                                   event["loss"].toDouble());
        if (type == "epoch") {
            curves.test.append(event["epoch"].toDouble(), event["test_loss"].toDouble());
            if (event["best"].toBool())
                curves.test.set_best_x(event["epoch"].toDouble());
        }
    }
}

} // namespace

int main(int argc, char *argv[]) {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    const QGuiApplication application(argc, argv);
    prepare_application();
    if (argc < 2)
        return 2;
    const QString folder = QString::fromLocal8Bit(argv[1]);
    Curves curves;
    if (argc > 2)
        read_run(curves, QString::fromLocal8Bit(argv[2]));
    else
        invent(curves);
    curves.training.set_smoothing(0.25);
    for (const QString &looks : {QStringLiteral("chart.xMaximum: 8; chart.live: true"),
                                 QStringLiteral("chart.logarithmic: true; chart.xTitle: \"轮\"")})
        for (const QSize size : {QSize(480, 360), QSize(1024, 600), QSize(1080, 1920)})
            for (const double scale : {1.0, 2.0})
                for (const bool dark : {true, false}) {
                    ChartStage stage(size, curves.all(), looks, dark ? "zh" : "en");
                    if (stage.chart() == nullptr) {
                        std::fputs(qPrintable(stage.errors()), stderr);
                        return 1;
                    }
                    stage.set_theme(dark, scale);
                    if (!stage.settle())
                        return 1;
                    const QString name = QStringLiteral("%1/%2-%3x%4-x%5-%6.png")
                                             .arg(folder, looks.contains("log") ? "log" : "live")
                                             .arg(size.width())
                                             .arg(size.height())
                                             .arg(scale)
                                             .arg(dark ? "dark" : "light");
                    stage.window()->grabWindow().save(name);
                }
    ChartStage stage({1024, 600}, curves.all());
    if (!stage.settle())
        return 1;
    stage.chart()->forceActiveFocus();
    for (int press = 0; press < 3; ++press)
        QTest::keyClick(stage.window(), Qt::Key_Left);
    stage.window()->grabWindow().save(folder + "/reading.png");
    const ChartPlan plan = for_print(stage.chart()->plan({1000, 600}));
    const bool saved = save_chart_png(plan, (folder + "/print.png").toStdString()).ok() &&
                       save_chart_svg(plan, "Loss", (folder + "/print.svg").toStdString()).ok() &&
                       save_chart_csv(plan, (folder + "/print.csv").toStdString()).ok();
    return saved ? 0 : 1;
}
