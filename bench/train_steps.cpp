// Times training steps of a network on random pictures: bench/training.py runs it beside PyTorch.
//
//   train_steps SPEC BATCH STEPS THREADS [float32|bfloat16]
//
// One JSON object: "seconds" of each step after two that warm up, and "preparing", the seconds that
// choosing, augmenting and normalising one batch takes.
#include "backends/cpu/cpu_backend.hpp"
#include "backends/torch/training/augmentation.hpp"
#include "core/support/freed_memory.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>
#include <random>

using namespace vitrine;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int side = 32;
constexpr int warm_up = 2;

TrainingSpec spec_of(const Architecture &architecture, int batch) {
    TrainingSpec spec;
    spec.architecture = architecture;
    spec.input.width = spec.input.height = side;
    spec.input.mean = {0.4914F, 0.4822F, 0.4465F};
    spec.input.std = {0.2470F, 0.2435F, 0.2616F};
    spec.augmentation = {AugmentationSpec::Padding::reflect, 2, AugmentationSpec::Flip::random, 0};
    if (architecture.family == "fastnet") {
        spec.optimiser.kind = OptimiserSpec::Kind::muon;
        spec.optimiser.momentum = 0.85;
        spec.optimiser.nesterov = true;
        spec.optimiser.weight_decay.fill(2e-6 * batch);
        spec.loss = {.label_smoothing = 0.2, .sum = true};
    } else {
        spec.optimiser.weight_decay.fill(5e-4);
    }
    return spec;
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

int fail(const std::string &message) {
    fmt::print(stderr, "{}\n", message);
    return 2;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 5 || argc > 6) {
        return fail("usage: train_steps SPEC BATCH STEPS THREADS [PRECISION]");
    }
    const auto architecture = parse_architecture(argv[1]);
    const int batch = std::atoi(argv[2]);
    const int steps = std::atoi(argv[3]);
    const int threads = std::atoi(argv[4]);
    const auto precision = parse_precision(argc == 6 ? argv[5] : "float32");
    if (!architecture || !precision || batch < 1 || steps < 1 || threads < 1) {
        return fail("a network or precision that is not known, or a number below 1");
    }
    std::mt19937 random(1);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(batch) * side * side * 3);
    std::generate(pixels.begin(), pixels.end(),
                  [&] { return static_cast<std::uint8_t>(random() >> 24); });
    std::vector<std::int32_t> labels(static_cast<std::size_t>(batch));
    std::generate(labels.begin(), labels.end(), [&] {
        return static_cast<std::int32_t>(random() % static_cast<unsigned>(architecture->classes));
    });
    const DatasetView data{pixels, labels, side, side, architecture->classes};
    const auto spec = spec_of(*architecture, batch);

    const auto backend = create_cpu_backend({});
    if (!backend) {
        return fail(english_message(backend.error()));
    }
    keep_freed_memory(); // as `vitrine train`
    const auto session = (*backend)->open_training(
        spec, data, "cpu", {.precision = *precision, .threads = threads});
    if (!session) {
        return fail(english_message(session.error()));
    }
    std::vector<std::int32_t> order(static_cast<std::size_t>(batch));
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> seconds;
    for (int step = 0; step < steps + warm_up; ++step) {
        const StepPlan plan{step, order, {0.01, 0.01, 0.01, 0.01}};
        const auto start = Clock::now();
        if (const auto result = (*session)->train_steps({&plan, 1}); !result) {
            return fail(english_message(result.error()));
        }
        if (step >= warm_up) {
            seconds.push_back(seconds_since(start));
        }
    }
    const auto batches = make_host_batches(data, {spec.input, spec.augmentation, spec.seed});
    std::vector<double> preparing;
    for (int turn = 0; turn < 9; ++turn) {
        const auto start = Clock::now();
        batches->plan(turn, order);
        (void)batches->make();
        preparing.push_back(seconds_since(start));
    }
    std::nth_element(preparing.begin(), preparing.begin() + 4, preparing.end());
    fmt::print("{{\"seconds\": [{}], \"preparing\": {}}}\n", fmt::join(seconds, ", "),
               preparing[4]);
    return 0;
}
