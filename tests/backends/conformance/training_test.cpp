// What every backend that offers training must do.
#include "tests/backends/conformance/backend_under_test.hpp"
#include "tests/backends/conformance/conformance_model.hpp"
#include "tests/backends/conformance/conformance_tests.hpp"

#include "core/models/expected_tensors.hpp"

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace vitrine;

namespace {

constexpr int pictures = 64;
constexpr int classes = 10;

/// A small fast net with everything that its recipe asks for.
TrainingSpec small_spec() {
    TrainingSpec spec;
    spec.architecture.family = "fastnet";
    spec.architecture.widths = {16, 24, 24};
    spec.architecture.classes = classes;
    spec.input.width = spec.input.height = side;
    spec.input.mean = {0.5F, 0.5F, 0.5F};
    spec.input.std = {0.25F, 0.25F, 0.25F};
    spec.optimiser.kind = OptimiserSpec::Kind::muon;
    spec.optimiser.momentum = 0.85;
    spec.optimiser.nesterov = true;
    spec.loss = {.label_smoothing = 0.1, .sum = true};
    spec.augmentation = {AugmentationSpec::Padding::reflect, 2, AugmentationSpec::Flip::alternating,
                         0};
    spec.averaging_decay = 0.6;
    spec.seed = 5;
    return spec;
}

struct Step {
    std::vector<std::int32_t> batch;
    int epoch = 0;
    [[nodiscard]] StepPlan plan() const { return {epoch, batch, {0.2, 0.05, 0.05, 0.5}}; }
};

/// `count` steps of 16 pictures from step `first` on.
std::vector<Step> steps_from(int first, int count) {
    std::vector<Step> steps;
    for (int s = first; s < first + count; ++s) {
        Step step{std::vector<std::int32_t>(16), s / 4};
        std::iota(step.batch.begin(), step.batch.end(), s % 4 * 16);
        steps.push_back(step);
    }
    return steps;
}

Result<std::vector<StepResult>> take(TrainingSession &session, const std::vector<Step> &steps) {
    std::vector<StepPlan> plans;
    for (const auto &step : steps) {
        plans.push_back(step.plan());
    }
    return session.train_steps(plans);
}

/// The picture shifted with reflecting edges, then mirrored.
Image changed(const Image &image, int shift, bool mirrored) {
    Image result = image;
    const auto inside = [](int at) { return at < 0 ? -at : at >= side ? 2 * (side - 1) - at : at; };
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int from_x = inside((mirrored ? side - 1 - x : x) + shift);
            for (int k = 0; k < 3; ++k) {
                result.pixels[std::size_t((y * side + x) * 3 + k)] =
                    image.pixels[std::size_t((inside(y + shift) * side + from_x) * 3 + k)];
            }
        }
    }
    return result;
}

} // namespace

class ConformanceTraining : public QObject {
    Q_OBJECT
    std::unique_ptr<BackendUnderTest> under_test_;
    std::vector<Image> images_;
    std::vector<std::uint8_t> pixels_;
    std::vector<std::int32_t> labels_;

    [[nodiscard]] DatasetView data() const { return {pixels_, labels_, side, side, classes}; }
    [[nodiscard]] Result<std::unique_ptr<TrainingSession>>
    open(const TrainingSpec &spec = small_spec(), Precision precision = Precision::float32) {
        return under_test_->backend().open_training(spec, data(), under_test_->device(),
                                                    {.precision = precision, .threads = 2});
    }
    [[nodiscard]] bool computes(Precision precision) {
        const auto devices = under_test_->backend().devices();
        return devices && std::ranges::any_of(*devices, [&](const Device &device) {
                   return device.id == under_test_->device() &&
                          std::ranges::count(device.precisions, precision) > 0;
               });
    }
    [[nodiscard]] bool exact() const { return under_test_->id() != "cuda"; }

  private Q_SLOTS:
    void initTestCase() {
        under_test_ = BackendUnderTest::find();
        if (under_test_->absent()) {
            QSKIP(qPrintable(under_test_->problem()));
        }
        QVERIFY2(under_test_->problem().isEmpty(), qPrintable(under_test_->problem()));
        const auto records = under_test_->catalog().records();
        const auto own = std::find_if(records.begin(), records.end(), [&](const auto &record) {
            return record.id == under_test_->id();
        });
        QVERIFY(own != records.end());
        if (!own->capabilities.contains("train")) {
            QSKIP("this backend does not offer training");
        }
        images_ = synthetic_pictures(pictures, side);
        pixels_ = joined(images_);
        for (int i = 0; i < pictures; ++i) {
            labels_.push_back(i * 7 % classes);
        }
    }

    void everyPictureIsLearnt() {
        auto spec = small_spec();
        spec.architecture = Architecture{};
        spec.architecture.width = 8;
        spec.optimiser = {.kind = OptimiserSpec::Kind::adamw};
        spec.loss = {};
        spec.augmentation = {};
        spec.averaging_decay.reset();
        auto session = open(spec);
        QVERIFY(session.ok());
        std::int64_t correct = 0;
        constexpr int epochs = 25;
        for (int epoch = 0; epoch < epochs; ++epoch) {
            const double rate = 2e-3 * (1 - static_cast<double>(epoch) / epochs);
            const auto steps = steps_from(4 * epoch, 4);
            std::vector<StepPlan> plans;
            for (const auto &step : steps) {
                plans.push_back({step.epoch, step.batch, {rate, rate, rate, rate}});
            }
            const auto results = (*session)->train_steps(plans);
            QVERIFY(results.ok());
            correct = 0;
            for (const auto &result : *results) {
                QVERIFY(std::isfinite(result.loss));
                QCOMPARE(result.count, std::int64_t{16});
                correct += result.correct;
            }
        }
        QCOMPARE(correct, pictures);
        // And in evaluation mode, but for what batch norm's averages differ from the batches' own.
        const auto logits = (*session)->evaluate(data(), Views::plain);
        QVERIFY(logits.ok());
        int right = 0;
        for (std::size_t i = 0; i < std::size_t{pictures}; ++i) {
            const auto own = row(*logits, i, classes);
            right += std::max_element(own.begin(), own.end()) - own.begin() == labels_[i] ? 1 : 0;
        }
        QVERIFY2(right >= pictures - 2, qPrintable(QString::number(right)));
    }

    void sameSeedSameNumbers() {
        auto one = open();
        auto two = open();
        QVERIFY(one.ok() && two.ok());
        const auto a = take(**one, steps_from(0, 3));
        QVERIFY(a.ok());
        for (std::size_t s = 0; s < 3; ++s) { // step by step or all at once
            const auto b = take(**two, {steps_from(0, 3)[s]});
            QVERIFY(b.ok());
            QVERIFY(exact() ? b->front().loss == (*a)[s].loss
                            : std::abs(b->front().loss - (*a)[s].loss) < 1e-3);
        }
    }

    void resumedIsContinued_data() {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"muon", "adamw", "frozen", "bfloat16"}) {
            QTest::newRow(kind) << kind;
        }
    }
    void resumedIsContinued() {
        QFETCH(QString, kind);
        auto spec = small_spec();
        if (kind != "muon" && kind != "bfloat16") {
            spec.optimiser = {.kind = OptimiserSpec::Kind::adamw};
        }
        if (kind == "frozen") {
            if (!under_test_->has_weights()) {
                QSKIP("this backend has no network");
            }
            spec.freeze_backbone = true;
            spec.averaging_decay.reset();
        }
        auto precision = Precision::float32;
        if (kind == "bfloat16") {
            precision = Precision::bfloat16;
            if (!computes(precision)) {
                QSKIP("this device does not compute bfloat16");
            }
        }
        auto whole = open(spec, precision);
        auto before = open(spec, precision);
        QVERIFY(whole.ok() && before.ok());
        QVERIFY(take(**whole, steps_from(0, 6)).ok());
        QVERIFY(take(**before, steps_from(0, 3)).ok());
        const auto state = (*before)->save_state();
        QVERIFY(state.ok());
        before->reset();
        auto after = open(spec, precision);
        QVERIFY(after.ok());
        QVERIFY((*after)->precision() == precision);
        QVERIFY((*after)->evaluate(data(), Views::plain).ok()); // must not matter
        QVERIFY((*after)->load_state(*state).ok());
        QVERIFY(take(**after, steps_from(3, 3)).ok());
        const auto wanted = (*whole)->save_state();
        const auto given = (*after)->save_state();
        QVERIFY(wanted.ok() && given.ok());
        QCOMPARE(given->size(), wanted->size());
        for (const auto &[name, tensor] : *wanted) {
            const bool same = given->at(name) == tensor;
            QVERIFY2(same || !exact(), name.c_str());
        }
        QVERIFY(*given != *state); // it did move on
    }

    void foreignStatesAreRefused() {
        auto session = open();
        QVERIFY(session.ok());
        const auto state = (*session)->save_state();
        QVERIFY(state.ok());
        auto bad = *state;
        const auto name = bad.begin()->first;
        bad.erase(bad.begin());
        auto result = (*session)->load_state(bad);
        QVERIFY(!result.ok());
        QCOMPARE(result.error(), (Error{"missing_tensor", {name}}));
        bad = *state;
        bad["stranger"] = bad.begin()->second;
        result = (*session)->load_state(bad);
        QVERIFY(!result.ok());
        QCOMPARE(result.error(), (Error{"unexpected_tensor", {"stranger"}}));
        bad = *state;
        bad.begin()->second.shape.push_back(2);
        result = (*session)->load_state(bad);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, std::string("wrong_shape"));
        QVERIFY(*(*session)->save_state() == *state); // nothing was changed
    }

    void automaticIsWhatTheDeviceDoesBest() {
        auto spec = small_spec(); // a network to which bfloat16 is close
        spec.architecture = Architecture{};
        spec.architecture.width = 8;
        auto session = open(spec, Precision::automatic);
        QVERIFY(session.ok());
        QVERIFY((*session)->precision() != Precision::automatic);
        if (under_test_->id() == "cpu") {
            QCOMPARE((*session)->precision() == Precision::bfloat16, computes(Precision::bfloat16));
        }
        QVERIFY(take(**session, steps_from(0, 2)).ok());
    }

    void weightsMakeAModel_data() {
        QTest::addColumn<QList<int>>("widths");
        QTest::newRow("usual widths") << QList<int>{16, 24, 24};
        QTest::newRow("widths that fit no vector") << QList<int>{12, 20, 30};
    }
    void weightsMakeAModel() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        QFETCH(QList<int>, widths);
        auto spec = small_spec();
        std::ranges::copy(widths, spec.architecture.widths.begin());
        auto session = open(spec);
        QVERIFY(session.ok());
        QVERIFY(take(**session, steps_from(0, 4)).ok());
        Model model;
        model.manifest.architecture = spec.architecture;
        model.manifest.input = small_spec().input;
        auto weights = (*session)->weights();
        QVERIFY(weights.ok());
        model.weights = std::move(*weights);
        QVERIFY(check_tensors(model.manifest.architecture, model.weights).ok());
        const auto wanted = under_test_->backend().reference_logits(model, images_);
        const auto given = (*session)->evaluate(data(), Views::plain);
        QVERIFY(wanted.ok() && given.ok());
        for (std::size_t i = 0; i < images_.size(); ++i) {
            QVERIFY(difference(row(*given, i, classes), (*wanted)[i]) < against_double);
        }
    }

    void viewsAreAveraged() {
        auto session = open();
        QVERIFY(session.ok());
        QVERIFY(take(**session, steps_from(0, 4)).ok());
        const auto plain = [&](int shift, bool mirrored) {
            std::vector<Image> images;
            std::transform(images_.begin(), images_.end(), std::back_inserter(images),
                           [&](const Image &image) { return changed(image, shift, mirrored); });
            const auto shifted = joined(images);
            return *(*session)->evaluate({shifted, labels_, side, side, classes}, Views::plain);
        };
        std::vector<float> mirrored(images_.size() * classes);
        std::vector<float> six(mirrored.size());
        for (const bool mirror : {false, true}) {
            for (const int shift : {-1, 0, 1}) {
                const auto view = plain(shift, mirror);
                for (std::size_t i = 0; i < six.size(); ++i) {
                    mirrored[i] += shift == 0 ? 0.5F * view[i] : 0.F;
                    six[i] += (shift == 0 ? 0.25F : 0.125F) * view[i];
                }
            }
        }
        const auto given_mirrored = (*session)->evaluate(data(), Views::mirrored);
        const auto given_six = (*session)->evaluate(data(), Views::six);
        QVERIFY(given_mirrored.ok() && given_six.ok());
        QVERIFY(difference(*given_mirrored, mirrored) < same_precision);
        QVERIFY(difference(*given_six, six) < same_precision);
        QVERIFY(difference(six, mirrored) > same_precision);
    }

    void averageFollowsTheWeights() {
        auto averaged = open();
        auto spec = small_spec();
        spec.averaging_decay.reset();
        auto plain = open(spec);
        QVERIFY(averaged.ok() && plain.ok());
        const std::string name = under_test_->has_weights() ? "layer2.conv1.weight" : "weight";
        auto average = floats_of((*plain)->weights()->at(name));
        for (int s = 0; s < 4; ++s) {
            QVERIFY(take(**averaged, steps_from(s, 1)).ok());
            QVERIFY(take(**plain, steps_from(s, 1)).ok());
            const auto now = floats_of((*plain)->weights()->at(name));
            const double decay =
                std::min(0.6, (2.0 + static_cast<double>(s)) / (11.0 + static_cast<double>(s)));
            for (std::size_t i = 0; i < average.size(); ++i) {
                average[i] =
                    static_cast<float>(decay * double{average[i]} + (1 - decay) * double{now[i]});
            }
        }
        QVERIFY(difference(floats_of((*averaged)->weights()->at(name)), average) < 1e-5);
    }

    /// From buffers of zeros, one step with and one without decay differ by a closed form.
    void eachGroupDecaysByItsOwn_data() {
        QTest::addColumn<bool>("adamw");
        QTest::addColumn<bool>("nesterov");
        QTest::newRow("sgd") << false << false;
        QTest::newRow("sgd, Nesterov") << false << true;
        QTest::newRow("adamw") << true << false;
    }
    void eachGroupDecaysByItsOwn() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        QFETCH(bool, adamw);
        QFETCH(bool, nesterov);
        auto spec = small_spec();
        spec.averaging_decay.reset();
        spec.optimiser = {.kind = adamw ? OptimiserSpec::Kind::adamw : OptimiserSpec::Kind::sgd,
                          .momentum = 0.7,
                          .nesterov = nesterov};
        auto without = open(spec);
        spec.optimiser.weight_decay = {0.3, 0.5, 0.7, 0.9};
        auto with = open(spec);
        QVERIFY(without.ok() && with.ok());
        const auto start = (*with)->weights();
        const PerGroup rates{0.01, 0.02, 0.03, 0.04};
        Step step = steps_from(0, 1)[0];
        StepPlan plan = step.plan();
        plan.learning_rates = rates;
        QVERIFY((*without)->train_steps({&plan, 1}).ok() && (*with)->train_steps({&plan, 1}).ok());
        const auto plain = (*without)->weights();
        const auto decayed = (*with)->weights();
        QVERIFY(start.ok() && plain.ok() && decayed.ok());
        const std::array names{"layer2.conv1.weight", "layer1.norm1.bias", "whiten.bias",
                               "head.weight"};
        for (std::size_t group = 0; group < names.size(); ++group) {
            const auto before = floats_of(start->at(names.at(group)));
            auto wanted = floats_of(plain->at(names.at(group)));
            const double pull =
                rates.at(group) * spec.optimiser.weight_decay.at(group) * (nesterov ? 1.7 : 1.0);
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                wanted[i] -= static_cast<float>(pull * double{before[i]});
            }
            QVERIFY2(difference(floats_of(decayed->at(names.at(group))), wanted) < 1e-5,
                     names.at(group));
        }
    }

    /// From 0, two equal steps leave m·μ and then (1 − m)·m·μ + m·μ: 2 − m times as much.
    void batchNormFollowsAtItsPace_data() {
        QTest::addColumn<bool>("fast");
        QTest::addColumn<double>("momentum");
        QTest::newRow("fast net") << true << 0.4;
        QTest::newRow("ResNet-18") << false << 0.1;
    }
    void batchNormFollowsAtItsPace() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        QFETCH(bool, fast);
        QFETCH(double, momentum);
        auto spec = small_spec();
        spec.averaging_decay.reset();
        spec.augmentation = {};
        if (!fast) {
            spec.architecture = Architecture{};
            spec.architecture.width = 8;
        }
        auto session = open(spec);
        QVERIFY(session.ok());
        Step step = steps_from(0, 1)[0];
        StepPlan plan = step.plan();
        plan.learning_rates = {};
        const std::string name = fast ? "layer1.norm1.running_mean" : "bn1.running_mean";
        QVERIFY((*session)->train_steps({&plan, 1}).ok());
        const auto once = floats_of((*session)->weights()->at(name));
        QVERIFY((*session)->train_steps({&plan, 1}).ok());
        const auto twice = floats_of((*session)->weights()->at(name));
        std::vector<float> wanted;
        for (const float value : once) {
            wanted.push_back(static_cast<float>((2 - momentum) * double{value}));
        }
        QVERIFY(*std::ranges::max_element(once) > 0);
        QVERIFY(difference(twice, wanted) < 1e-5);
    }

    void groupsWithoutARateStandStill() {
        auto session = open();
        QVERIFY(session.ok());
        const auto before = (*session)->weights();
        Step step = steps_from(0, 1)[0];
        StepPlan plan = step.plan();
        plan.learning_rates = {0, 0, 0, 0.5};
        QVERIFY((*session)->train_steps({&plan, 1}).ok());
        const auto after = (*session)->weights();
        QVERIFY(before.ok() && after.ok());
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        for (const auto &[name, tensor] : *before) {
            const bool may_move = name == "head.weight" || name.find("running_") != name.npos ||
                                  name.find("num_batches") != name.npos;
            QVERIFY2(may_move || after->at(name) == tensor, name.c_str());
        }
        QVERIFY(after->at("head.weight") != before->at("head.weight"));
    }

    void frozenBackboneLearnsAHead() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        auto spec = small_spec();
        spec.freeze_backbone = true;
        spec.averaging_decay.reset();
        spec.optimiser.kind = OptimiserSpec::Kind::sgd;
        auto session = open(spec);
        QVERIFY(session.ok());
        const auto before = (*session)->weights();
        double first = 0;
        double last = 0;
        for (int epoch = 0; epoch < 10; ++epoch) {
            const auto results = take(**session, steps_from(4 * epoch, 4));
            QVERIFY(results.ok());
            last = results->front().loss;
            first = epoch == 0 ? last : first;
        }
        QVERIFY(last < first);
        const auto after = (*session)->weights();
        QVERIFY(before.ok() && after.ok());
        for (const auto &[name, tensor] : *before) {
            QVERIFY2((after->at(name) == tensor) == (name != "head.weight"), name.c_str());
        }
    }

    void badPlansAndDataAreRefused() {
        auto session = open();
        QVERIFY(session.ok());
        const auto state = (*session)->save_state();
        for (const auto &batch : {std::vector<std::int32_t>{}, {-1}, {0, pictures}}) {
            const StepPlan plan{0, batch, {0.1, 0.1, 0.1, 0.1}};
            const auto result = (*session)->train_steps({&plan, 1});
            QVERIFY(!result.ok());
            QCOMPARE(result.error().code, std::string("compute_failed"));
        }
        QVERIFY(*(*session)->save_state() == *state);
        QVERIFY((*session)->train_steps({})->empty());

        auto spec = small_spec();
        spec.input.width = side + 1;
        auto refused = open(spec);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, std::string("wrong_input_size"));
        spec = small_spec();
        spec.architecture.classes = 3; // labels go up to 9
        QVERIFY(!open(spec).ok());
        const auto small = std::span(pixels_).first(std::size_t{16} * 16 * 3);
        QVERIFY(!(*session)->evaluate({small, {}, 16, 16, classes}, Views::plain).ok());
        const auto lost =
            under_test_->backend().open_training(small_spec(), data(), "abacus:7", {});
        QVERIFY(!lost.ok());
        QCOMPARE(lost.error().code, std::string("no_such_device"));
    }

    void givenWeightsAreTaken() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        auto first = open();
        QVERIFY(first.ok());
        auto spec = small_spec();
        spec.seed = 77;
        spec.initial_weights = *(*first)->weights();
        spec.initial_weights.erase("head.weight"); // drawn anew, as where the classes differ
        auto second = open(spec);
        QVERIFY(second.ok());
        const auto weights = (*second)->weights();
        QVERIFY(weights.ok());
        for (const auto &[name, tensor] : spec.initial_weights) {
            QVERIFY2(weights->at(name) == tensor, name.c_str());
        }
        QVERIFY(weights->at("head.weight") != (*first)->weights()->at("head.weight"));
        spec.initial_weights["stranger"] = spec.initial_weights.begin()->second;
        const auto refused = open(spec);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error(), (Error{"unexpected_tensor", {"stranger"}}));
    }
};

std::unique_ptr<QObject> make_training_test() { return std::make_unique<ConformanceTraining>(); }
#include "training_test.moc"
