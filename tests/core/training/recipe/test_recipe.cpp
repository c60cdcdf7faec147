#include "core/training/recipe/recipe.hpp"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace vitrine;
using nlohmann::json;

namespace {

const std::filesystem::path recipes = std::filesystem::path(VITRINE_ASSETS) / "recipes";

Recipe on_board(const std::string &name) {
    auto recipe = read_recipe(recipes / (name + ".json"));
    if (!recipe)
        qFatal("%s: %s", name.c_str(), english_message(recipe.error()).c_str());
    return *recipe;
}

json smallest() {
    return {{"schema", 1},
            {"name", "n"},
            {"network", "fastnet"},
            {"input", {{"width", 32}, {"height", 32}, {"mean", {0, 0, 0}}, {"std", {1, 1, 1}}}},
            {"epochs", 2},
            {"batch", 10},
            {"optimiser", {{"kind", "sgd"}}},
            {"learning_rate", 0.1}};
}

} // namespace

class TestRecipe : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // The published recipe (arXiv 2404.00498; Muon, 2024), number by number.
    void the_fast_one_is_the_record() {
        const Recipe fast = on_board("fast");
        QCOMPARE(to_spec(fast.architecture), std::string("fastnet:widths=64/256/256,classes=10"));
        QCOMPARE(fast.epochs, 8);
        QCOMPARE(fast.batch, 2000);
        QVERIFY(fast.drop_last);
        QVERIFY(fast.optimiser.kind == OptimiserSpec::Kind::muon);
        QCOMPARE(fast.optimiser.muon_momentum, 0.6);
        QCOMPARE(fast.optimiser.newton_schulz_steps, 3);
        QCOMPARE(fast.optimiser.momentum, 0.85);
        QVERIFY(fast.optimiser.nesterov);
        const double decay = 2e-6 * 2000;
        QCOMPARE(fast.optimiser.weight_decay,
                 (PerGroup{0, decay / 0.053, decay / 0.053, decay / 0.67}));
        QCOMPARE(fast.learning_rate.base, (PerGroup{0.24, 0.053, 0.053, 0.67}));
        QCOMPARE(fast.learning_rate.until_epoch[2], std::optional(3.0));
        QVERIFY(fast.schedule.kind == ScheduleSpec::Kind::linear);
        QCOMPARE(fast.loss, (LossSpec{0.2, true}));
        QCOMPARE(fast.augmentation, (AugmentationSpec{AugmentationSpec::Padding::reflect, 2,
                                                      AugmentationSpec::Flip::alternating, 0}));
        QVERIFY(fast.views == Views::six);
        QCOMPARE(fast.input.std, (std::array<float, 3>{0.2470F, 0.2435F, 0.2616F}));
    }

    // Ten steps an epoch of a hundred pictures, and thirty-five wanted: four epochs instead of two.
    void small_data_gets_more_epochs() {
        json wanted = smallest();
        wanted["least_steps"] = 35;
        wanted["until_epoch"] = {{"head", 0.5}};
        wanted["schedule"] = {{"kind", "trapezoid"}, {"warm_up", 1}, {"cooldown", 0.25}};
        const auto recipe = parse_recipe(wanted.dump());
        QVERIFY(recipe.ok());
        const Recipe longer = stretched(*recipe, 100);
        QCOMPARE(longer.epochs, 4);
        QCOMPARE(longer.learning_rate.until_epoch[3], std::optional(1.0));
        QCOMPARE(longer.schedule.warm_up, 2.0);
        QCOMPARE(longer.schedule.cooldown, 0.5);
        QVERIFY(stretched(longer, 100) == longer);
        QVERIFY(stretched(*recipe, 1000) == *recipe);
    }

    void the_tutorials_is_the_tutorials() {
        const Recipe tutorial = on_board("tutorial");
        QCOMPARE(tutorial.epochs, 135);
        QCOMPARE(tutorial.batch, 128);
        QVERIFY(!tutorial.drop_last);
        QVERIFY(tutorial.optimiser.kind == OptimiserSpec::Kind::sgd);
        QVERIFY(!tutorial.optimiser.nesterov);
        QCOMPARE(tutorial.optimiser.momentum, 0.9);
        QCOMPARE(tutorial.optimiser.weight_decay, (PerGroup{5e-4, 5e-4, 5e-4, 5e-4}));
        QCOMPARE(tutorial.learning_rate.base, (PerGroup{0.01, 0.01, 0.01, 0.01}));
        QCOMPARE(tutorial.schedule, ScheduleSpec{});
        QCOMPARE(tutorial.loss, LossSpec{});
        QCOMPARE(tutorial.augmentation, (AugmentationSpec{AugmentationSpec::Padding::zero, 4,
                                                          AugmentationSpec::Flip::random, 0}));
        QCOMPARE(tutorial.input.mean, (std::array<float, 3>{0.4914F, 0.4822F, 0.4465F}));
        QCOMPARE(tutorial.input.std, (std::array<float, 3>{0.2023F, 0.1994F, 0.2010F}));
        QVERIFY(tutorial.tutorial_files);
    }

    void what_is_written_reads_back_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"tutorial", "quick", "fast", "best", "own-pictures"})
            QTest::newRow(name) << name;
    }
    void what_is_written_reads_back() {
        QFETCH(QString, name);
        Recipe recipe = on_board(name.toStdString());
        recipe.schedule = {ScheduleSpec::Kind::step, 0.5, 0.1, 0.2, 0, {1, 2.5}, 0.3};
        recipe.averaging_decay = 0.99;
        recipe.augmentation.cutout = 7;
        recipe.augmentation.variants = 5;
        const auto back = parse_recipe(to_json(recipe).dump());
        QVERIFY2(back.ok(), back ? "" : english_message(back.error()).c_str());
        QCOMPARE(*back, recipe);
    }

    void the_schema_knows_every_field() {
        std::ifstream file(recipes / "recipe.schema.json");
        const json schema = json::parse(file);
        const std::function<void(const json &, const json &)> check = [&](const json &value,
                                                                          const json &rule) {
            for (const auto &[key, inside] : value.items()) {
                QVERIFY2(rule["properties"].contains(key), key.c_str());
                const json &next = rule["properties"][key];
                if (inside.is_object())
                    check(inside, next.contains("oneOf") ? next["oneOf"][1] : next);
            }
        };
        for (const char *name : {"tutorial", "quick", "fast", "best", "own-pictures"})
            check(json::parse(to_json(on_board(name)).dump()), schema);
    }

    void faults_name_their_field_data() {
        QTest::addColumn<QString>("patch"); // RFC 7396
        QTest::addColumn<QString>("field");
        const auto row = [](const char *patch, const char *field) {
            QTest::newRow(patch) << patch << field;
        };
        row(R"({"epochs": 0})", "epochs");
        row(R"({"epochs": 1.5})", "epochs");
        row(R"({"epochs": null})", "epochs");
        row(R"({"batch": -1})", "batch");
        row(R"({"batch": 99999999999})", "batch");
        row(R"({"learning_rate": -0.1})", "learning_rate");
        row(R"({"learning_rate": 0})", "learning_rate");
        row(R"({"learning_rate": {"head": -1}})", "learning_rate.head");
        row(R"({"learning_rate": {"heads": 1}})", "learning_rate.heads");
        row(R"({"learning_rate": "fast"})", "learning_rate");
        row(R"({"network": "alexnet"})", "network");
        row(R"({"network": 7})", "network");
        row(R"({"optimizer": {}})", "optimizer");
        row(R"({"optimiser": {"kind": "adam"}})", "optimiser.kind");
        row(R"({"optimiser": {"nesterov": "yes"}})", "optimiser.nesterov");
        row(R"({"optimiser": {"nesterov": true, "momentum": 0}})", "optimiser.nesterov");
        row(R"({"optimiser": {"momentum": 1}})", "optimiser.momentum");
        row(R"({"schedule": {"kind": "zigzag"}})", "schedule.kind");
        row(R"({"schedule": {"kind": "step"}})", "schedule.milestones");
        row(R"({"schedule": {"kind": "step", "milestones": [2, 1]}})", "schedule.milestones");
        row(R"({"schedule": {"kind": "step", "milestones": [1, "2"]}})", "schedule.milestones[1]");
        row(R"({"schedule": {"kind": "linear", "warm_up": 3}})", "schedule.warm_up");
        row(R"({"schedule": {"kind": "trapezoid"}})", "schedule.cooldown");
        row(R"({"epochs": 2, "schedule": {"kind": "trapezoid", "cooldown": 1.5, "warm_up": 1}})",
            "schedule.cooldown");
        row(R"({"loss": {"label_smoothing": 1}})", "loss.label_smoothing");
        row(R"({"augmentation": {"crop_padding": 32}})", "augmentation.crop_padding");
        row(R"({"augmentation": {"flip": "up"}})", "augmentation.flip");
        row(R"({"input": {"width": 0}})", "input.width");
        row(R"({"input": {"std": [1, 1, 0]}})", "input.std[2]");
        row(R"({"input": null})", "input");
        row(R"({"network": "fastnet", "input": {"width": 49, "height": 49}})", "input");
        row(R"({"network": "fastnet", "input": {"width": 24, "height": 32}})", "input");
        row(R"({"freeze_backbone": true})", "freeze_backbone");
        row(R"({"averaging_decay": 1})", "averaging_decay");
        row(R"({"views": "twelve"})", "views");
        row(R"({"schema": null})", "schema");
        row(R"({"name": 3})", "name");
        row("[]", "(document)");
        row("{", "(document)");
    }
    void faults_name_their_field() {
        QFETCH(QString, patch);
        QFETCH(QString, field);
        std::string text = patch.toStdString();
        if (text.size() > 2) {
            json document = smallest();
            document.merge_patch(json::parse(text));
            text = document.dump();
        }
        const auto recipe = parse_recipe(text);
        QVERIFY(!recipe.ok());
        QCOMPARE(recipe.error().code, std::string("bad_recipe"));
        QCOMPARE(recipe.error().arguments.front(), field.toStdString());
    }

    void the_smallest_one_is_enough() { QVERIFY(parse_recipe(smallest().dump()).ok()); }

    void newer_recipes_are_said_to_be_newer() {
        json document = smallest();
        document["schema"] = 2;
        QCOMPARE(parse_recipe(document.dump()).error(), (Error{"newer_schema", {"2", "1"}}));
    }

    void the_data_decides_the_classes() {
        const TrainingSpec spec = training_spec(on_board("fast"), 3, 9);
        QCOMPARE(spec.architecture.classes, 3);
        QCOMPARE(spec.seed, std::uint64_t{9});
    }
};

QTEST_GUILESS_MAIN(TestRecipe)
#include "test_recipe.moc"
