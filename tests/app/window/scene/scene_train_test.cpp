// The Train page's own promises: what is touched stays where it is, what is wrong is seen, and a
// sheet says what it looks for.
#include "app/items/analysis/confusion_item.hpp"
#include "app/items/chart/line_chart.hpp"
#include "tests/app/window/scene/train_scenes.hpp"

#include <QAccessible>
#include <QFile>
#include <QQuickItem>
#include <QTest>

#include <filesystem>

using namespace vitrine;

class SceneTrainTest : public TrainScenes {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }
    void init() { SceneStage::fail_on_qml_warnings(); }
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
};

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
