// Whole trainings beside PyTorch's in double precision, from the same weights with the same
// batches: tests/fixtures/training/make_expected.py made the numbers.
#include "backends/cpu/cpu_backend.hpp"
#include "core/models/expected_tensors.hpp"

#include <QtTest>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace vitrine;

namespace {

constexpr int pictures = 48;
constexpr int side = 32;
constexpr int steps = 12;
/// Rounding grows with every step. What is allowed goes with what PyTorch itself loses in single
/// precision.
constexpr double times_noise = 5;

std::uint32_t scramble(std::uint64_t number) {
    const auto first = static_cast<std::uint32_t>((number + 1) * 2654435761U);
    return (first ^ (first >> 15)) * 2246822519U;
}

struct Data {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> labels;
    [[nodiscard]] DatasetView view() const { return {pixels, labels, side, side, 10}; }
};

Data make_data() {
    Data data;
    constexpr std::uint64_t size = side * side * 3;
    for (std::uint64_t i = 0; i < pictures; ++i) {
        data.labels.push_back(static_cast<std::int32_t>(i * 7 % 10));
        for (std::uint64_t p = 0; p < size; ++p) {
            data.pixels.push_back(
                static_cast<std::uint8_t>((scramble(i * size + p) >> 25) +
                                          12U * static_cast<std::uint32_t>(data.labels.back())));
        }
    }
    return data;
}

TensorMap make_weights(const Architecture &architecture) {
    TensorMap weights;
    for (const auto &expected : expected_tensors(architecture)) {
        if (!expected.is_counter) {
            weights[expected.name] = {DataType::float32, expected.shape, {}};
        }
    }
    std::uint64_t number = 0;
    for (auto &[name, tensor] : weights) { // sorted by name
        const auto count = static_cast<std::uint64_t>(tensor.element_count());
        tensor.bytes.resize(count * sizeof(float));
        const bool vector = tensor.shape.size() == 1;
        const bool one = name.ends_with("running_var") || name.ends_with("weight");
        const double bound =
            1 / std::sqrt(static_cast<double>(count) / static_cast<double>(tensor.shape.front()));
        for (std::uint64_t j = 0; j < count; ++j) {
            const double drawn = (scramble(number * 1000003 + j) / 4294967296.0 * 2 - 1) * bound;
            const auto value = static_cast<float>(vector ? (one ? 1.0 : 0.0) : drawn);
            std::memcpy(tensor.bytes.data() + j * sizeof(float), &value, sizeof(float));
        }
        ++number;
    }
    return weights;
}

TrainingSpec tutorial() {
    TrainingSpec spec;
    spec.architecture.width = 8;
    spec.input.mean = {0.4914F, 0.4822F, 0.4465F};
    spec.input.std = {0.2023F, 0.1994F, 0.2010F};
    spec.optimiser.weight_decay.fill(5e-4);
    return spec;
}

TrainingSpec adamw() {
    auto spec = tutorial();
    spec.optimiser.kind = OptimiserSpec::Kind::adamw;
    spec.optimiser.weight_decay.fill(0.05);
    spec.loss.label_smoothing = 0.1;
    spec.averaging_decay = 0.8;
    return spec;
}

constexpr PerGroup fast_rates{0.24, 0.053, 0.053, 0.67};

TrainingSpec fast() {
    TrainingSpec spec;
    spec.architecture.family = "fastnet";
    spec.architecture.widths = {16, 32, 32};
    spec.input.mean = {0.4914F, 0.4822F, 0.4465F};
    spec.input.std = {0.2470F, 0.2435F, 0.2616F};
    spec.optimiser.kind = OptimiserSpec::Kind::muon;
    spec.optimiser.momentum = 0.85;
    spec.optimiser.nesterov = true;
    for (std::size_t i = 1; i < parameter_group_count; ++i) {
        spec.optimiser.weight_decay.at(i) = 2e-6 * 20 / fast_rates.at(i);
    }
    spec.loss = {.label_smoothing = 0.2, .sum = true};
    return spec;
}

PerGroup fast_rates_at(int step) {
    auto rates = fast_rates;
    for (auto &rate : rates) {
        rate *= 1.0 - static_cast<double>(step) / steps;
    }
    // The whitening's bias learns for half the time.
    rates[2] =
        step < steps / 2 ? fast_rates[2] * (1.0 - static_cast<double>(step) / (steps / 2)) : 0;
    return rates;
}

bool close(double given, double wanted, double noise) {
    return std::abs(given - wanted) <= 1e-5 + times_noise * noise;
}

} // namespace

class PyTorchTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void trainingIsPyTorchs_data() {
        QTest::addColumn<int>("batch");
        QTest::newRow("tutorial") << 16;
        QTest::newRow("adamw") << 16;
        QTest::newRow("fast") << 20;
    }
    void trainingIsPyTorchs() {
        QFETCH(const int, batch);
        const std::string name = QTest::currentDataTag();
        std::ifstream stream(VITRINE_FIXTURES "/training/expected.json");
        const auto expected = nlohmann::json::parse(stream).at(name);
        auto spec = name == "fast" ? fast() : name == "adamw" ? adamw() : tutorial();
        spec.input.width = spec.input.height = side;
        spec.initial_weights = make_weights(spec.architecture);
        const auto data = make_data();

        const auto backend = create_cpu_backend({});
        QVERIFY(backend.ok());
        auto session = (*backend)->open_training(spec, data.view(), "cpu",
                                                 {.precision = Precision::float32, .threads = 2});
        QVERIFY2(session.ok(), session.ok() ? "" : english_message(session.error()).c_str());
        for (int s = 0; s < steps; ++s) {
            std::vector<std::int32_t> chosen;
            for (int i = 0; i < batch; ++i) {
                chosen.push_back((s * batch + i) % pictures);
            }
            PerGroup rates{};
            rates.fill(name == "adamw" ? 1e-3 : 0.01);
            const StepPlan plan{0, chosen, name == "fast" ? fast_rates_at(s) : rates};
            const auto result = (*session)->train_steps({&plan, 1});
            QVERIFY(result.ok());
            const auto at = static_cast<std::size_t>(s);
            const double wanted = expected["losses"][at];
            const double noise = expected["loss_noise"][at];
            QVERIFY2(close(result->front().loss, wanted, noise),
                     qPrintable(QString("step %1: %2 instead of %3")
                                    .arg(s)
                                    .arg(result->front().loss)
                                    .arg(wanted)));
            QCOMPARE(result->front().count, std::int64_t{batch});
            if (noise < 1e-5) {
                QCOMPARE(result->front().correct, expected["correct"][at].get<std::int64_t>());
            }
        }
        const auto size = std::size_t{side} * side * 3;
        const auto logits = (*session)->evaluate(
            {std::span(data.pixels).first(4 * size), {}, side, side, 10}, Views::plain);
        QVERIFY(logits.ok());
        QCOMPARE(logits->size(), std::size_t{40});
        for (std::size_t i = 0; i < 40; ++i) {
            QVERIFY(
                close((*logits)[i], expected["logits"][i / 10][i % 10], expected["logit_noise"]));
        }
    }
};

QTEST_MAIN(PyTorchTest)
#include "pytorch_test.moc"
