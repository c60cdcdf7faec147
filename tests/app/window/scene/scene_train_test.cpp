// The Train page's own promises: a room sees more than a desk does, what is touched stays where it
// is, and a sheet says what it looks for.
#include "app/items/analysis/confusion_item.hpp"
#include "app/items/chart/line_chart.hpp"
#include "tests/app/window/scene/scene_rules.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QAccessible>
#include <QFile>
#include <QQuickItem>
#include <QTest>

#include <filesystem>

using namespace vitrine;

namespace {

constexpr int probes = 12;

QRectF place_of(const QQuickItem *item) {
    return item == nullptr ? QRectF() : item->mapRectToScene(item->boundingRect());
}

/// The charts of the page, visible ones, by their cards' names.
QSizeF curves(SceneStage &scene, const QString &card) {
    const QQuickItem *found = scene.item(card);
    for (std::vector<const QQuickItem *> left{found}; !left.empty();) {
        const QQuickItem *next = left.back();
        left.pop_back();
        if (next != nullptr && next->objectName() == QLatin1String("chart"))
            return next->size();
        if (next != nullptr)
            for (const QQuickItem *child : next->childItems())
                left.push_back(child);
    }
    return {};
}

/// The opacity in which it is drawn.
qreal strength_of(const QQuickItem *item) {
    qreal strength = 1;
    for (; item != nullptr; item = item->parentItem())
        strength *= item->opacity();
    return strength;
}

bool over_the_curves(SceneStage &scene, const QQuickItem *item) {
    return place_of(scene.item("lossCard")).intersects(place_of(item)) ||
           place_of(scene.item("accuracyCard")).intersects(place_of(item));
}

/// Upright, both are as wide as the window.
bool larger(const QSizeF &one, const QSizeF &other) {
    return one.width() >= other.width() && one.height() > other.height();
}

} // namespace

class SceneTrainTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }
    void init() { SceneStage::fail_on_qml_warnings(); }
    void a_room_sees_more_than_a_desk_data() { each_pose(); }
    void a_room_sees_more_than_a_desk();
    void a_room_sees_what_came_of_it_data() { each_pose(); }
    void a_room_sees_what_came_of_it();
    void a_guess_is_a_whole_word_data() { each_pose(); }
    void a_guess_is_a_whole_word();
    void tabs_stay_in_sight_data() { each_pose(); }
    void tabs_stay_in_sight();
    void a_recipe_card_keeps_its_height_data() { each_pose(); }
    void a_recipe_card_keeps_its_height();
    void a_stand_offers_the_taster_alone_data() { each_pose(); }
    void a_stand_offers_the_taster_alone();
    void charts_can_be_looked_at_otherwise_data() { each_pose(); }
    void charts_can_be_looked_at_otherwise();
    void the_matrix_fills_its_card_data() { each_pose(); }
    void the_matrix_fills_its_card();
    void what_is_wrong_is_seen_at_once_data() { each_pose(); }
    void what_is_wrong_is_seen_at_once();
    void a_warning_stays_after_the_end();
    void a_long_list_of_runs_is_made_as_it_is_seen();
    void a_held_stepper_takes_larger_steps();
    void a_replay_changes_its_speed_data() { each_pose(); }
    void a_replays_speeds_fit_beside_each_other();
    void a_replay_changes_its_speed();
    void a_run_laid_beside_this_one_is_seen_at_once();
    void a_surest_mistake_says_both();
    void the_sheet_knows_cifar10();

  private:
    static void each_pose();
    /// What fills the screen would have the screen's size.
    static void stand(SceneStage &scene, const Pose &pose) {
        QCoreApplication::processEvents(); // what the system has yet to tell of the screen's
        scene.window().destroy();
        scene.window().setWindowStates(Qt::WindowNoState);
        scene.window().resize(1, 1);
        scene.pose(pose);
    }
    void keep(const QString &name, const Pose &pose) {
        SceneStage &scene = stages_.get(kiosk_);
        stand(scene, pose);
        scene.keep(name + u'-' + pose.says().replace(u' ', u'-'));
    }

    bool kiosk_ = false;

    SceneStages stages_;
};

void SceneTrainTest::each_pose() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("language");
    for (const QSize &size : sizes_to_look_at())
        for (const char *language : {"zh", "en"})
            QTest::addRow("%dx%d %s", size.width(), size.height(), language)
                << size << QString(language);
}

void SceneTrainTest::a_room_sees_more_than_a_desk() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-running"));
    stand(scene, pose);
    QCOMPARE(scene.window().contentItem()->size().toSize(), size);
    const QSizeF loss = curves(scene, "lossCard");
    const QSizeF accuracy = curves(scene, "accuracyCard");
    QVERIFY(!loss.isEmpty() && !accuracy.isEmpty());
    QVERIFY(scene.enter("train-presenter"));
    stand(scene, pose);
    QCOMPARE(scene.window().contentItem()->size().toSize(), size);
    QVERIFY(larger(curves(scene, "lossCard"), loss));
    QVERIFY(larger(curves(scene, "accuracyCard"), accuracy));
    const QRectF seen({}, size);
    for (int i = 0; i < probes; ++i) {
        const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
        QVERIFY2(tile != nullptr && tile->isVisible() && seen.contains(place_of(tile)),
                 qPrintable(QString::number(i)));
        QVERIFY2(strength_of(tile) == 1 && !over_the_curves(scene, tile),
                 qPrintable(QString::number(i)));
    }
    for (const char *card : {"lossCard", "accuracyCard"})
        QVERIFY(seen.contains(place_of(scene.item(card))));
    keep("presenter", pose);
    stand(scene, {language, true, 2, size}); // where there may be no room for guesses
    for (int i = 0; i < probes; ++i) {
        const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
        QVERIFY2(strength_of(tile) == 0 || !over_the_curves(scene, tile),
                 qPrintable(QString::number(i)));
    }
}

void SceneTrainTest::a_room_sees_what_came_of_it() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-curves"));
    stand(scene, pose);
    const QSizeF loss = curves(scene, "lossCard");
    QVERIFY(!loss.isEmpty());
    QVERIFY(scene.enter("train-presenter-finished"));
    stand(scene, pose);
    QVERIFY(larger(curves(scene, "lossCard"), loss));
    for (const char *name : {"lossCard", "accuracyCard", "presentedBest", "presentedResult"}) {
        const QQuickItem *item = scene.item(name);
        QVERIFY2(item != nullptr && item->isVisible(), name);
        QVERIFY2(QRectF({}, size).contains(place_of(item)), name);
    }
    keep("presenter-finished", pose);
}

void SceneTrainTest::a_guess_is_a_whole_word() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    const QString longest =
        language == u"en" ? QStringLiteral("automobile") : QStringLiteral("小汽车");
    for (const char *view : {"train-running", "train-presenter"}) {
        QVERIFY(scene.enter(view));
        stand(scene, pose);
        for (int i = 0; i < probes; ++i) {
            QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
            QVERIFY(tile != nullptr);
            tile->setProperty("guess", longest);
            tile->setProperty("correct", true); // bold
        }
        scene.pose(pose);
        for (int i = 0; i < probes; ++i) {
            const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
            const auto *words = tile->findChild<QQuickItem *>("probeGuess");
            QVERIFY2(words != nullptr && !words->property("truncated").toBool(), view);
        }
    }
    QVERIFY(scene.enter("train-running"));
    keep("running", pose);
}

void SceneTrainTest::tabs_stay_in_sight() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-classes"));
    scene.pose({language, true, 1, size});
    QQuickItem *scroll = scene.item("runScroll");
    const QRectF before = place_of(scene.item("section:classes"));
    QVERIFY(QRectF({}, size).contains(before));
    scroll->setProperty(
        "contentY", std::max(0.0, scroll->property("contentHeight").toDouble() - scroll->height()));
    scene.pose({language, true, 1, size});
    QCOMPARE(place_of(scene.item("section:classes")), before);
    QVERIFY(place_of(scroll).top() >= before.bottom());
}

void SceneTrainTest::a_recipe_card_keeps_its_height() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-choose"));
    for (const double text_scale : {1.0, 2.0}) {
        scene.pose({language, true, text_scale, size});
        for (const char *name : {"recipe:quick", "recipe:fast", "recipe:tutorial"}) {
            QQuickItem *card = scene.item(name);
            QVERIFY(card != nullptr);
            card->setProperty("time", QString());
            card->setProperty("measuring", true);
            scene.pose({language, true, text_scale, size});
            const double before = card->implicitHeight();
            card->setProperty("measuring", false);
            for (const char *time : {"", "约 1 分钟", "about 45 min", "under 1 min"}) {
                card->setProperty("time", QString::fromUtf8(time));
                scene.pose({language, true, text_scale, size});
                QCOMPARE(card->implicitHeight(), before);
            }
        }
    }
}

void SceneTrainTest::a_stand_offers_the_taster_alone() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    kiosk_ = true;
    SceneStage &scene = stages_.get(true);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("kiosk-train"));
    scene.pose(pose);
    keep("kiosk-train", pose);
    const auto shows = [&scene](const char *name) {
        const QQuickItem *item = scene.item(name);
        return item != nullptr && item->isVisible();
    };
    QVERIFY(shows("recipe:quick") && shows("startTraining"));
    const QString intro = scene.item("chooseIntro")->property("text").toString();
    QVERIFY2(!intro.contains("Choose") && !intro.contains(QStringLiteral("选")), qPrintable(intro));
    for (const char *name : {"recipe:fast", "recipe:tutorial", "dataKind:own", "dataKind:cifar",
                             "moreOptions", "earlierRuns"})
        QVERIFY2(!shows(name), name);
    QVERIFY(scene.enter("kiosk-train-finished"));
    scene.pose(pose);
    keep("kiosk-train-finished", pose);
    QVERIFY(shows("useModel") && shows("section:curves"));
    for (const char *name : {"section:files", "earlierRuns", "presentRun"})
        QVERIFY2(!shows(name), name);
}

void SceneTrainTest::charts_can_be_looked_at_otherwise() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-running"));
    stand(scene, pose);
    const auto chart = [&scene](const char *card) {
        return scene.item(card)->property("chart").value<LineChart *>();
    };
    QVERIFY(chart("lossCard") != nullptr && chart("accuracyCard") != nullptr);
    ShownRun &run = *scene.stage().model().train_page()->run();
    const QString name = run.loss_series()[0].value<ChartSeries *>()->name();
    QQuickItem *entry = scene.item("legend:" + name);
    QVERIFY(entry != nullptr && entry->isVisible());
    auto *training = entry->property("series").value<ChartSeries *>();
    QMetaObject::invokeMethod(entry, "toggle");
    QMetaObject::invokeMethod(entry, "toggled"); // as a finger does
    QCOMPARE(training->visible(), false);
    if (!scene.item("lossCard")->property("legendShown").toBool()) // one legend for both charts
        QCOMPARE(run.accuracy_series()[0].value<ChartSeries *>()->visible(), false);
    run.showBoth(ChartSeries::Training, true);
    // Who has it read out takes it away as well, in both charts.
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(entry);
    QVERIFY(told != nullptr && told->actionInterface() != nullptr);
    told->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QCOMPARE(training->visible(), false);
    if (!scene.item("lossCard")->property("legendShown").toBool())
        QCOMPARE(run.accuracy_series()[0].value<ChartSeries *>()->visible(), false);
    told->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(training->visible(), true);
    QCOMPARE(run.accuracy_series()[0].value<ChartSeries *>()->visible(), true);
    QVERIFY(!chart("lossCard")->property("logarithmic").toBool());
    QMetaObject::invokeMethod(scene.item("logAxis"), "clicked");
    QVERIFY(chart("lossCard")->property("logarithmic").toBool());
    QMetaObject::invokeMethod(scene.item("showRate"), "clicked");
    QCOMPARE(chart("accuracyCard")->series().size(), qsizetype{1});
    QCOMPARE(chart("accuracyCard")->series()[0], run.rate_series()[0].value<ChartSeries *>());
    QVERIFY(!chart("accuracyCard")->property("percent").toBool());
    keep("rate", pose);
}

void SceneTrainTest::the_matrix_fills_its_card() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-mix-ups"));
    stand(scene, pose);
    const auto *cells = qobject_cast<ConfusionItem *>(scene.item("confusion"));
    QVERIFY(cells != nullptr);
    const double right = cells->cell(9, 9).right();
    QVERIFY2(right > 0.9 * cells->width(), qPrintable(QString::number(right / cells->width())));
    QVERIFY(cells->width() > 0.95 * scene.item("confusionMatrix")->width());
    QVERIFY(cells->cell(0, 0).width() <= 2 * cells->cell(0, 0).height());
    keep("mix-ups", pose);
}

void SceneTrainTest::a_warning_stays_after_the_end() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-mix-ups"));
    scene.pose({});
    const ShownRun &run = *scene.stage().model().train_page()->run();
    const QQuickItem *line = scene.item("resultHint");
    QVERIFY(line != nullptr);
    QCOMPARE(line->isVisible(), run.hint_warns());
    QVERIFY(scene.enter("train-curves"));
    scene.pose({});
    const QQuickItem *hint = scene.item("runHint");
    QVERIFY(hint != nullptr && hint->isVisible());
    QCOMPARE(hint->property("text").toString(), run.hint());
}

void SceneTrainTest::a_long_list_of_runs_is_made_as_it_is_seen() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-runs"));
    TrainPage &page = *scene.stage().model().train_page();
    const auto &folder = page.runs()->library().folder();
    constexpr int many = 60;
    for (int i = 0; i < many; ++i) {
        const auto run = folder / ("run-" + std::to_string(i));
        std::filesystem::create_directories(run);
        for (const char *name : {"run.json", "metrics.csv", "events.jsonl"})
            std::filesystem::copy_file(folder / "finished" / name, run / name,
                                       std::filesystem::copy_options::overwrite_existing);
    }
    page.runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page.runs()->count() > many, SceneStage::patience_ms);
    scene.pose({});
    const QQuickItem *list = scene.item("runList");
    QVERIFY(list != nullptr && list->isVisible());
    const auto rows = list->property("contentItem").value<QQuickItem *>()->childItems().size();
    QVERIFY2(rows > 2 && rows < many / 2, qPrintable(QString::number(rows)));
    // The sheet itself stays where it is.
    QVERIFY(place_of(list).bottom() <= scene.window().height());
    keep("many-runs", {});
    QMetaObject::invokeMethod(scene.item("closeSheet"), "clicked");
    QTRY_COMPARE(list->property("count").toInt(), 0); // nor are they kept
}

void SceneTrainTest::a_held_stepper_takes_larger_steps() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-options"));
    scene.pose({});
    RecipeOptions &options = *scene.stage().model().train_page()->options();
    QQuickItem *more = scene.item("epochsMore");
    const int before = options.epochs();
    const QPoint there = place_of(more).center().toPoint();
    QTest::mousePress(&scene.window(), Qt::LeftButton, {}, there);
    QTRY_VERIFY_WITH_TIMEOUT(options.epochs() >= before + 20, SceneStage::patience_ms);
    QCOMPARE((options.epochs() - before) % 10, 0); // ten single ones before
    QTest::mouseRelease(&scene.window(), Qt::LeftButton, {}, there);
    // A screen reader presses nothing, and holds nothing.
    const int held = options.epochs();
    const int rate = options.rate_step();
    for (int i = 0; i < 12; ++i) {
        for (const char *name : {"epochsMore", "epochsMore", "epochsLess", "rateMore"})
            QMetaObject::invokeMethod(scene.item(name), "clicked");
        QCOMPARE(options.epochs(), held + i + 1);
        QCOMPARE(options.rate_step(), rate + 1);
        QMetaObject::invokeMethod(scene.item("rateLess"), "clicked");
        QCOMPARE(options.rate_step(), rate);
    }
    QVERIFY(!scene.item("batchMore")->property("autoRepeat").toBool());
}

void SceneTrainTest::a_replays_speeds_fit_beside_each_other() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-replay"));
    for (const QSize size : {QSize(1080, 1920), QSize(1280, 800), QSize(1080, 1920)})
        for (const char *language : {"zh", "en"}) {
            scene.pose({language, true, 1, size}); // a binding that goes in a circle fails here
            const QQuickItem *speeds = scene.item("replayLength");
            QCOMPARE(speeds->width(), speeds->property("natural").toDouble());
            QVERIFY(QRectF({}, size).contains(place_of(speeds)));
        }
}

void SceneTrainTest::a_replay_changes_its_speed() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    stand(scene, {language, true, 1, size});
    QVERIFY(scene.enter("train-replay"));
    stand(scene, {language, true, 1, size});
    const ShownRun &run = *scene.stage().model().train_page()->run();
    for (const auto &[name, length] :
         {std::pair("replayLength:60", 60.0), std::pair("replayLength:10", 10.0),
          std::pair("replayLength:0", 0.0)}) {
        QVERIFY2(scene.item(name) != nullptr && scene.item(name)->isVisible(), name);
        QMetaObject::invokeMethod(scene.item(name), "clicked");
        QCOMPARE(run.replay_length(), length);
    }
    QVERIFY(run.replaying());
    QMetaObject::invokeMethod(scene.item("endReplay"), "clicked");
    QVERIFY(!run.replaying());
    const auto section = [&scene] { // where it was begun
        const QQuickItem *bar = scene.item("section:curves");
        return bar != nullptr && bar->isVisible() && bar->property("checked").toBool();
    };
    QTRY_VERIFY(section());
}

void SceneTrainTest::what_is_wrong_is_seen_at_once() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-disk-full"));
    stand(scene, {language, true, 2, size});
    const QQuickItem *hint = scene.item("runHint");
    QVERIFY(hint != nullptr && hint->isVisible());
    const QQuickItem *scroll = scene.item("runScroll");
    QVERIFY(place_of(scroll).contains(place_of(hint)));
}

void SceneTrainTest::a_run_laid_beside_this_one_is_seen_at_once() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-comparison"));
    TrainPage &page = *scene.stage().model().train_page();
    page.runs()->toggleCompared("earlier");
    QTRY_COMPARE(page.comparison()->count(), 0);
    QMetaObject::invokeMethod(scene.item("section:mistakes"), "clicked");
    QVERIFY(scene.item("section:mistakes")->property("checked").toBool());
    page.runs()->toggleCompared("earlier");
    QTRY_VERIFY(scene.item("section:curves")->property("checked").toBool());
}

void SceneTrainTest::a_surest_mistake_says_both() {
    kiosk_ = false;
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-mistakes"));
    scene.pose({});
    const QQuickItem *truth = scene.item("guessTruth");
    const QQuickItem *guess = scene.item("guessMade");
    QVERIFY(truth != nullptr && guess != nullptr && guess->isVisible());
    const QString word = truth->property("text").toString();
    QVERIFY(!word.isEmpty());
    const QString made = guess->property("text").toString();
    keep("mistakes", {});
    QVERIFY2(made.startsWith("taken for ") && !made.contains(word), qPrintable(made));
}

void SceneTrainTest::the_sheet_knows_cifar10() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("train-cifar10"));
    scene.pose({});
    QVERIFY(scene.item("folderHint")->property("text").toString().contains("data_batch_1.bin"));
    QVERIFY(!scene.item("useFolder")->isEnabled());
    QVERIFY(scene.item("folderMissing")->isVisible());
    const auto icon = [&scene](const char *row) {
        return scene.item(row)->property("iconName").toString();
    };
    QCOMPARE(icon("folder:Pictures"), QStringLiteral("folder"));
    QCOMPARE(icon("file:cifar-10-binary.tar.gz"), QStringLiteral("file"));
    QVERIFY(scene.item("folderUp")->isVisible());
    keep("cifar10", {});
    // The folder with the files is the right one.
    QFile batch(qEnvironmentVariable("HOME") + QStringLiteral("/Pictures/data_batch_1.bin"));
    QVERIFY(batch.open(QIODevice::WriteOnly));
    QMetaObject::invokeMethod(scene.item("folder:Pictures"), "clicked");
    QTRY_VERIFY(scene.item("useFolder")->isEnabled());
    QVERIFY(!scene.item("folderMissing")->isVisible());
    QVERIFY(batch.remove());
}

QTEST_MAIN(SceneTrainTest)
#include "scene_train_test.moc"
