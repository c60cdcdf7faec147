// What the loss chart costs the GUI thread: four series of a million points, a thousand new ones in
// each a frame, 1000 px wide.
//
//   QT_QUICK_BACKEND=software xvfb-run -a build/release/bin/chart_bench [FRAMES [POINTS]]
#include "app/items/chart/line_chart.hpp"
#include "bench/chart/frame_budget.hpp"

using namespace vitrine;

int main(int argc, char *argv[]) {
    const QGuiApplication application(argc, argv);
    QQuickWindow window;
    window.resize(chart_size);
    LineChart chart(window.contentItem());
    chart.setSize(chart_size);
    chart.setProperty("seriesColors", QVariantList{QColor("#4E86FC"), QColor("#F8C404"),
                                                   QColor("#98FBC9"), QColor("#FDD1F8")});
    std::vector<std::unique_ptr<ChartSeries>> series;
    const int frames = argc > 1 ? QByteArray(argv[1]).toInt() : 300;
    const int held = argc > 2 ? QByteArray(argv[2]).toInt() : points_held;
    std::vector<std::vector<QList<QPointF>>> blocks;
    QList<ChartSeries *> shown;
    for (int i = 0; i < series_count; ++i) {
        series.push_back(std::make_unique<ChartSeries>(QString::number(i), i + 1,
                                                       ChartSeries::Training, nullptr));
        series.back()->set_smoothing(5000);
        NoisyPoints source(i);
        series.back()->append(source.take(held));
        blocks.push_back(source.blocks(frames));
        shown.append(series.back().get());
    }
    chart.set_series(shown);
    window.show();
    return measure_frames("LineChart", window, frames, held, [&](std::size_t frame) {
        for (std::size_t i = 0; i < series.size(); ++i)
            series[i]->append(blocks[i][frame]);
    });
}
