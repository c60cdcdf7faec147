// The states of the Train page, from recorded runs.
#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/views/window_views.hpp"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QUrl>

namespace vitrine {

namespace {

constexpr int own_pictures = 12; ///< of each class, of a person's own

/// Whether there are recipes, and it is known of each how long it takes, or that this cannot be
/// known.
bool is_timed(const RecipeList &recipes) {
    for (int row = 0; row < recipes.rowCount(); ++row)
        if (recipes.data(recipes.index(row), RecipeList::MeasuringRole).toBool())
            return false;
    return recipes.rowCount() > 0;
}

} // namespace

void WindowViews::add_training() {
    add_choosing();
    add_runs();
    add_results();
}

/// Before a training.
void WindowViews::add_choosing() {
    TrainPage &page = training();
    const Steps none = act([this, &page] {
        scenery_.clear();
        page.chooseAnew();
        page.runs()->refresh();
        stage_.model().showPage(QStringLiteral("train"));
    });
    const auto looked_at = [this, &page] {
        return page.choice()->state() != TrainingDataChoice::Checking && !page.training() &&
               page.recipes()->rowCount() > 0 && shows("startTraining");
    };
    // A slow machine takes its time to find out how long a training takes.
    const auto known = [looked_at, &page] { return looked_at() && is_timed(*page.recipes()); };
    const QString own = QDir::cleanPath(folder_ + QStringLiteral("/../Toys"));
    for (const auto &[name, hue] : {std::pair("blue", 220), std::pair("red", 0)}) {
        QDir().mkpath(QStringLiteral("%1/%2").arg(own, QLatin1String(name)));
        for (int i = 0; i < own_pictures; ++i) {
            QImage image(64, 64, QImage::Format_RGB32);
            image.fill(QColor::fromHsv(hue, 120 + 8 * i, 240 - 8 * i));
            image.save(QStringLiteral("%1/%2/%3.png").arg(own, QLatin1String(name)).arg(i));
        }
    }
    add("train-choose", {none, wait(known)});
    add("train-bet", {none, wait(known), act([&page] { page.set_bet(0.6); })});
    add("train-own-picture", {none, wait(looked_at), act([&page] {
                                  QImage picture(64, 64, QImage::Format_RGB32);
                                  picture.fill(QColor::fromHsv(30, 200, 220));
                                  page.set_own_picture(picture);
                                  page.set_with_own_picture(true);
                              }),
                              wait([this] { return shows("withOwnPicture"); })});
    const auto choose = [&page, this](const QString &folder, TrainingDataChoice::State then) {
        Steps steps =
            act([&page, folder] { page.choice()->chooseFolder(QUrl::fromLocalFile(folder)); });
        const Steps looked = wait([&page, then] { return page.choice()->state() == then; });
        steps.insert(steps.end(), looked.begin(), looked.end());
        return steps;
    };
    add("train-own", {none, wait(looked_at), choose(own, TrainingDataChoice::Good), wait(known)});
    add("train-bad-data",
        {none, wait(looked_at), choose(own + QStringLiteral("/red"), TrainingDataChoice::Bad)});
    QFile archive(QDir::cleanPath(folder_ + QStringLiteral("/../cifar-10-binary.tar.gz")));
    if (archive.open(QIODevice::WriteOnly))
        archive.close();
    add("train-cifar10", {none, wait(looked_at), press("dataKind:cifar"),
                          wait([this] { return shows("file:cifar-10-binary.tar.gz"); })});
    add("train-options", {none, wait(looked_at), press("moreOptions"),
                          wait([this] { return shows("closeSheet"); })});
    add("train-question", {none, wait(looked_at), act([&page] {
                               page.options()->set_network(QStringLiteral("resnet18-cifar"));
                               page.options()->set_epochs(100);
                               page.start();
                           }),
                           wait([this] { return shows("startFew"); })});
}

WindowViews::Steps WindowViews::run(std::function<std::string()> lay) {
    const auto id = std::make_shared<QString>();
    TrainPage &page = training();
    return {{[] { return true; },
             [this, id, lay = std::move(lay)] {
                 scenery_.clear();
                 *id = QString::fromStdString(lay());
                 training().runs()->refresh();
                 stage_.model().showPage(QStringLiteral("train"));
             }},
            {[&page, id] { // once the list is of now
                 for (const RunEntry &entry : page.runs()->entries())
                     if (entry.id == id->toStdString())
                         return (entry.state == RunEntry::State::running) ==
                                is_trainer_alive(entry.folder);
                 return false;
             },
             [&page, id] { page.openRun(*id); }},
            {[&page, this] {
                 return page.run()->life() != ShownRun::Preparing &&
                        !page.run()->title().isEmpty() && page.run()->probe()->count() > 0 &&
                        page.review()->state() != RunReview::Reading &&
                        (page.review()->state() != RunReview::Ready || shows("confusionMatrix") ||
                         shows("presentedBest"));
             },
             {}}};
}

/// While a trainer is at it, and what else may become of it.
void WindowViews::add_runs() {
    TrainPage &page = training();
    const auto under_way = [this](RunFolder::State state) {
        return run([this, state] { return scenery_.lay_under_way(state); });
    };
    const auto lives = [&page, this](ShownRun::Life life) {
        return wait([&page, life] { return page.run()->life() == life; });
    };
    add("train-running", {under_way(RunFolder::State::running), lives(ShownRun::Running)});
    add("train-elsewhere", {under_way(RunFolder::State::running), lives(ShownRun::Running),
                            act([this] { stage_.model().showPage(QStringLiteral("picture")); })});
    add("train-rate", {under_way(RunFolder::State::running), lives(ShownRun::Running),
                       press("logAxis"), press("showRate")});
    add("train-paused", {under_way(RunFolder::State::paused), lives(ShownRun::Paused)});
    add("train-disk-full", {under_way(RunFolder::State::disk_full), lives(ShownRun::DiskFull)});
    add("train-presenter", {under_way(RunFolder::State::running), lives(ShownRun::Running),
                            act([&page] { page.set_presenting(true); })});
    add("train-killed", {run([this] { return scenery_.lay_cut_off(); }), lives(ShownRun::Died)});
    add("train-stopped",
        {run([this] { return scenery_.lay("stopped"); }), lives(ShownRun::Stopped)});
    add("train-failed",
        {run([this] { return scenery_.lay("diverged"); }), lives(ShownRun::Failed)});
    const Steps finished = run([this] {
        static_cast<void>(scenery_.lay("earlier"));
        static_cast<void>(scenery_.lay("diverged"));
        return scenery_.lay("finished");
    });
    add("train-runs",
        {finished, press("earlierRuns"), wait([this] { return shows("run:earlier"); })});
    add("train-replay", {finished, act([&page] { page.run()->replay(1e9); }),
                         wait([this] { return shows("endReplay"); })});
    add("train-foreign-run",
        {act([this, &page] {
             scenery_.clear();
             stage_.model().showPage(QStringLiteral("train"));
             page.openForeign(QUrl::fromLocalFile(
                 QString::fromStdString((scenery_.recorded() / "finished").string())));
         }),
         lives(ShownRun::Finished), wait([this] { return shows("confusionMatrix"); })});
    add("train-foreign-curves",
        {act([this, &page] {
             scenery_.clear();
             stage_.model().showPage(QStringLiteral("train"));
             page.openForeign(QUrl::fromLocalFile(QString::fromStdString(
                 (scenery_.recorded() / "finished" / "metrics.csv").string())));
         }),
         lives(ShownRun::Curves)});
}

WindowViews::Steps WindowViews::result(const QString &section) {
    Steps steps = run([this] {
        static_cast<void>(scenery_.lay("earlier"));
        return scenery_.lay("finished");
    });
    TrainPage &page = training();
    steps.push_back({[&page] { return page.review()->state() == RunReview::Ready; }, {}});
    const Steps chosen = press("section:" + section);
    steps.insert(steps.end(), chosen.begin(), chosen.end());
    return steps;
}

/// What came of it.
void WindowViews::add_results() {
    TrainPage &page = training();
    const Steps pictures = wait([&page] { return page.review()->pictures() == RunReview::Ready; });
    const auto cell = act([&page] { page.review()->choose_cell(3, 5); }); // cats taken for dogs
    add("train-mix-ups", {result("mix_ups")});
    add("train-cell", {result("mix_ups"), cell, pictures});
    add("train-close-up", {result("mix_ups"), cell, pictures, act([&page] {
                               const QVariantList shown = page.review()->cell_pictures();
                               if (!shown.isEmpty())
                                   page.review()->look_at(shown[0].value<GuessRow>().picture);
                           }),
                           wait([this] { return shows("leaveOut"); })});
    add("train-mistakes", {result("mistakes"), pictures});
    add("train-classes", {result("classes")});
    add("train-curves", {result("curves")});
    add("train-presenter-finished",
        {result("curves"), act([&page] { page.set_presenting(true); })});
    add("train-presenter-mix-ups", {act([&page] { page.set_presenting(true); }), result("mix_ups"),
                                    wait([this] { return shows("confusionMatrix"); })});
    add("train-comparison",
        {result("curves"), act([&page] { page.runs()->toggleCompared(QStringLiteral("earlier")); }),
         wait([&page] { return page.comparison()->count() == 1; })});
    const auto save = [this, &page](const QString &folder) {
        Steps steps = act([&page, folder] { page.exports()->set_folder(folder); });
        for (const Steps &more :
             {press("saveCsv"), wait([&page] { return !page.exports()->said().isEmpty(); })})
            steps.insert(steps.end(), more.begin(), more.end());
        return steps;
    };
    add("train-files", {result("files")});
    add("train-saved", {result("files"), save(folder_)});
    add("train-not-saved", {result("files"), save(QStringLiteral("/proc/no"))});
}

void WindowViews::add_kiosk_training() {
    TrainPage &page = training();
    const Steps begin = act([this] {
        scenery_.clear();
        training().runs()->refresh();
        stage_.model().kiosk()->begin();
        stage_.model().showPage(QStringLiteral("train"));
    });
    add("kiosk-train", {begin, wait([this, &page] {
                            return page.choice()->state() == TrainingDataChoice::Good &&
                                   is_timed(*page.recipes()) && shows("startTraining");
                        })});
    const Steps finished = run([this] { return scenery_.lay("finished"); });
    add("kiosk-train-finished", {visit(), finished});
}

} // namespace vitrine
