// What the window takes of memory while it follows an hour's training.
//
//   xvfb-run -a -s "-screen 0 1280x800x24" build/release/bin/follow_bench [STEPS]
//
// STEPS (36,000: ten a second) are written into a run's folder as a trainer writes them, only
// faster, with sixty tests and rounds of guesses among them, while the Train page shows the run.
// Then the page is left, and the run opened again, whole: from the tap to the frame with all of its
// curves. Prints one JSON object; megabytes, milliseconds.
#include "app/views/train_scenery.hpp"
#include "app/views/visible_charts.hpp"
#include "bench/window/visit.hpp"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <vector>

using namespace vitrine;

namespace {

constexpr int epochs = 60;
constexpr int patience_ms = 60'000;
constexpr int rounds = 5; ///< of opening
const std::filesystem::path recorded = VITRINE_ASSETS "/recorded-runs";

std::string guesses(int epoch) {
    std::string text;
    for (int i = 0; i < 12; ++i)
        text += fmt::format(R"({}{{"guess":{},"probability":0.5,"label":{}}})", i == 0 ? "" : ",",
                            (i + epoch) % 10, i % 10);
    return text;
}

/// The events of one epoch.
void write_epoch(std::ofstream &events, int epoch, int steps) {
    for (int i = 1; i <= steps; ++i) {
        const int step = (epoch - 1) * steps + i;
        events << fmt::format(R"({{"type":"step","time_s":{},"step":{},"epoch":{},"loss":{},)"
                              R"("accuracy":{},"learning_rate":0.1,"images_per_second":500.5,)"
                              R"("eta_s":{}}})",
                              step / 10.0, step, epoch, 2.3 * std::exp(-step / 1e4), 0.5, 10.5)
               << '\n';
    }
    events << fmt::format(R"({{"type":"epoch","time_s":{},"step":{},"epoch":{},"train_loss":1.5,)"
                          R"("train_accuracy":0.5,"test_loss":1.6,"test_accuracy":{},)"
                          R"("best":true,"eta_s":10.5}})",
                          epoch * steps / 10.0, epoch * steps, epoch, epoch / 100.0)
           << '\n'
           << fmt::format(R"({{"type":"probe","time_s":1.5,"step":{},"epoch":{},"guesses":[{}]}})",
                          epoch * steps, epoch, guesses(epoch))
           << '\n'
           << std::flush;
}

} // namespace

int main(int argc, char *argv[]) {
    const QGuiApplication application(argc, argv);
    prepare_application();
    const int steps = (argc > 1 ? QByteArray(argv[1]).toInt() : 36'000) / epochs;
    Visit visit({1280, 800});
    TrainPage &page = *visit.model().train_page();
    TrainScenery scenery(recorded, page.runs()->library().folder());
    const std::string id = scenery.lay_under_way(RunFolder::State::running);
    std::ofstream events(page.runs()->library().folder() / id / "events.jsonl", std::ios::trunc);
    events << fmt::format(R"({{"type":"start","time_s":0.0,"step":0,"epochs":{},"steps":{},)"
                          R"("steps_per_epoch":{},"training_pictures":2000,"test_pictures":500,)"
                          R"("labels":["a","b","c","d","e","f","g","h","i","j"]}})",
                          epochs, epochs * steps, steps)
           << '\n';
    write_epoch(events, 1, steps);
    if (!visit.get_ready())
        return 1;
    visit.model().showPage(QStringLiteral("train"));
    const auto taken = [&](int epoch) {
        return wait_for(
            [&] {
                if (page.run()->folder().filename() != id)
                    page.openRun(QString::fromStdString(id));
                return page.run()->record().epochs.size() == static_cast<std::size_t>(epoch);
            },
            patience_ms);
    };
    page.runs()->refresh();
    if (!taken(1)) {
        std::fputs("The run was not followed.\n", stderr);
        return 1;
    }
    visit.rest();
    const double before = memory_mb("VmRSS");
    for (int epoch = 2; epoch <= epochs; ++epoch) {
        write_epoch(events, epoch, steps);
        if (!taken(epoch))
            return 1;
    }
    visit.rest();
    const double after = memory_mb("VmRSS");
    const double most = memory_mb("VmHWM");
    std::vector<double> opening;
    for (int round = 0; round < rounds; ++round) {
        page.chooseAnew();
        visit.rest();
        QElapsedTimer timer;
        timer.start();
        page.openRun(QString::fromStdString(id));
        const auto shown = [&] {
            const auto charts = visible_charts(*visit.window().contentItem());
            return page.run()->record().steps.size() == static_cast<std::size_t>(epochs * steps) &&
                   !charts.empty() && std::ranges::all_of(charts, &LineChart::settled);
        };
        if (!wait_for(shown, patience_ms))
            return 1;
        opening.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(opening);
    const QJsonObject figures{{"platform", QGuiApplication::platformName()},
                              {"steps", epochs * steps},
                              {"memory_before_mb", before},
                              {"memory_after_mb", after},
                              {"memory_most_mb", most},
                              {"opening_ms", opening[rounds / 2]},
                              {"opening_most_ms", opening.back()}};
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}
