// The same curves and the same frames with Qt Charts, for comparison.
//
//   QT_QUICK_BACKEND=software xvfb-run -a build/release/bin/qtcharts_bench [FRAMES [POINTS]]
#include "bench/chart/frame_budget.hpp"

#include <QApplication>
#include <QLineSeries>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QValueAxis>

using namespace vitrine;

namespace {

constexpr char page[] = R"(
import QtQuick
import QtCharts

Window {
    width: 1000
    height: 600
    property QtObject series0: s0
    property QtObject series1: s1
    property QtObject series2: s2
    property QtObject series3: s3
    ChartView {
        anchors.fill: parent
        antialiasing: true
        legend.visible: false
        ValueAxis { id: x; min: 0; max: 2000000 }
        ValueAxis { id: y; min: -1; max: 4 }
        LineSeries { id: s0; axisX: x; axisY: y }
        LineSeries { id: s1; axisX: x; axisY: y }
        LineSeries { id: s2; axisX: x; axisY: y }
        LineSeries { id: s3; axisX: x; axisY: y }
    }
}
)";

} // namespace

int main(int argc, char *argv[]) {
    const QApplication application(argc, argv);
    QQmlEngine engine;
    QQmlComponent component(&engine);
    component.setData(page, {});
    const std::unique_ptr<QObject> root(component.create());
    auto *window = qobject_cast<QQuickWindow *>(root.get());
    if (window == nullptr) {
        std::fputs(qPrintable(component.errorString()), stderr);
        return 1;
    }
    QList<QLineSeries *> series;
    const int frames = argc > 1 ? QByteArray(argv[1]).toInt() : 5;
    const int held = argc > 2 ? QByteArray(argv[2]).toInt() : points_held;
    std::vector<std::vector<QList<QPointF>>> blocks;
    for (int i = 0; i < series_count; ++i) {
        const QByteArray name = "series" + QByteArray::number(i);
        series.append(qobject_cast<QLineSeries *>(root->property(name).value<QObject *>()));
        NoisyPoints source(i);
        series.back()->replace(source.take(held));
        blocks.push_back(source.blocks(frames));
    }
    window->show();
    return measure_frames("Qt Charts", *window, frames, held, [&](std::size_t frame) {
        for (int i = 0; i < series_count; ++i)
            series[i]->append(blocks[static_cast<std::size_t>(i)][frame]);
    });
}
