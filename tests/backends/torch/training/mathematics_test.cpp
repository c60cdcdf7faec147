// Each piece of a training's mathematics beside a plain version in double precision.
#include "backends/torch/training/augmentation.hpp"
#include "backends/torch/training/frozen_features.hpp"
#include "backends/torch/training/initial_weights.hpp"
#include "backends/torch/training/optimiser.hpp"

#include <ATen/ATen.h>
#include <QtTest>
#include <c10/core/GradMode.h>
#include <cmath>
#include <random>

using namespace vitrine;

namespace {

using Numbers = std::vector<double>;

Numbers random_numbers(std::size_t count, unsigned seed, double scale = 1) {
    std::mt19937 random(seed);
    Numbers numbers;
    for (std::size_t i = 0; i < count; ++i) {
        numbers.push_back(scale * (static_cast<double>(random()) / 2147483648.0 - 1.0));
    }
    return numbers;
}

at::Tensor tensor_of(const Numbers &numbers, at::IntArrayRef shape) {
    auto tensor = at::empty({static_cast<std::int64_t>(numbers.size())}, at::kDouble);
    std::copy(numbers.begin(), numbers.end(), tensor.mutable_data_ptr<double>());
    return tensor.view(shape).to(at::kFloat);
}

double worst_difference(const at::Tensor &tensor, const Numbers &wanted) {
    const auto dense = tensor.detach().to(at::kDouble).contiguous();
    const auto *given = dense.const_data_ptr<double>();
    double worst = dense.numel() == static_cast<std::int64_t>(wanted.size()) ? 0 : HUGE_VAL;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        worst = std::max(worst, std::abs(given[i] - wanted[i]));
    }
    return worst;
}

/// A filter bank of 6 × 4 × 3 × 3 that lies channels-last, as in training.
constexpr std::size_t rows = 6;
constexpr std::size_t width = 36;
NamedParameter filter_bank() {
    auto weight = tensor_of(random_numbers(rows * width, 1), {rows, 4, 3, 3})
                      .contiguous(at::MemoryFormat::ChannelsLast);
    weight.set_requires_grad(true);
    return {"bank.weight", weight};
}

/// Gradients of step s; every other one lies as a plain tensor would.
Numbers give_gradient(const NamedParameter &parameter, unsigned s) {
    const auto gradient = random_numbers(rows * width, 100 + s, 0.1);
    auto tensor = tensor_of(gradient, parameter.tensor.sizes());
    parameter.tensor.mutable_grad() =
        s % 2 == 0 ? tensor.contiguous(at::MemoryFormat::ChannelsLast) : tensor;
    return gradient;
}

double norm(const Numbers &numbers) {
    double sum = 0;
    for (const double number : numbers) {
        sum += number * number;
    }
    return std::sqrt(sum);
}

Numbers product(const Numbers &a, const Numbers &b, std::size_t n, std::size_t k, std::size_t m) {
    Numbers result(n * m);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t l = 0; l < k; ++l) {
            for (std::size_t j = 0; j < m; ++j) {
                result[i * m + j] += a[i * k + l] * b[l * m + j];
            }
        }
    }
    return result;
}

Numbers transposed(const Numbers &a, std::size_t n, std::size_t m) {
    Numbers result(n * m);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < m; ++j) {
            result[j * n + i] = a[i * m + j];
        }
    }
    return result;
}

/// Newton and Schulz's steps on a wide matrix n × m, written out.
Numbers orthogonalised_plainly(Numbers x, std::size_t n, std::size_t m, int steps) {
    const double length = norm(x);
    for (double &value : x) {
        value /= length;
    }
    for (int step = 0; step < steps; ++step) {
        const auto gram = product(x, transposed(x, n, m), n, m, n);
        auto factor = product(gram, gram, n, n, n);
        for (std::size_t i = 0; i < factor.size(); ++i) {
            factor[i] = -4.7750 * gram[i] + 2.0315 * factor[i];
        }
        const auto change = product(factor, x, n, n, m);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = 3.4445 * x[i] + change[i];
        }
    }
    return x;
}

struct Pictures {
    static constexpr int count = 5;
    int height, width;
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> labels{3, 1, 4, 1, 5};

    Pictures(int high, int wide) : height(high), width(wide) {
        std::mt19937 random(7);
        for (int i = 0; i < count * high * wide * 3; ++i) {
            pixels.push_back(static_cast<std::uint8_t>(random() >> 24));
        }
    }
    [[nodiscard]] DatasetView view() const { return {pixels, labels, height, width, 6}; }
    [[nodiscard]] int at(int picture, int y, int x, int k) const {
        return pixels[static_cast<std::size_t>(((picture * height + y) * width + x) * 3 + k)];
    }
};

BatchRules rules_of(AugmentationSpec augmentation, const Pictures &pictures) {
    BatchRules rules;
    rules.input.width = pictures.width;
    rules.input.height = pictures.height;
    rules.input.mean = {0.4914F, 0.4822F, 0.4465F};
    rules.input.std = {0.25F, 0.24F, 0.26F};
    rules.augmentation = augmentation;
    rules.seed = 42;
    return rules;
}

/// Pixel by pixel from the definition in core/training/randomness.hpp.
double augmented(const Pictures &pictures, const BatchRules &rules, int epoch, int sample, int y,
                 int x, int k) {
    const auto change = augmentation_of(rules.augmentation, rules.seed, epoch, sample,
                                        pictures.height, pictures.width);
    const auto channel = static_cast<std::size_t>(k);
    double level = 0;
    const int side = rules.augmentation.cutout;
    if (y >= change.cutout_top && y < change.cutout_top + side && x >= change.cutout_left &&
        x < change.cutout_left + side) {
        level = std::round(255.0 * rules.input.mean[channel]);
    } else {
        int from_x = (change.mirrored ? pictures.width - 1 - x : x) + change.shift_x;
        int from_y = y + change.shift_y;
        const bool inside =
            from_x >= 0 && from_x < pictures.width && from_y >= 0 && from_y < pictures.height;
        if (rules.augmentation.padding == AugmentationSpec::Padding::reflect) {
            from_x = from_x < 0 ? -from_x : std::min(from_x, 2 * (pictures.width - 1) - from_x);
            from_y = from_y < 0 ? -from_y : std::min(from_y, 2 * (pictures.height - 1) - from_y);
            level = pictures.at(sample, from_y, from_x, k);
        } else if (inside) {
            level = pictures.at(sample, from_y, from_x, k);
        }
    }
    return (level / 255.0 - rules.input.mean[channel]) / rules.input.std[channel];
}

} // namespace

class MathematicsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void batchesAreAugmented_data() {
        using Spec = AugmentationSpec;
        QTest::addColumn<AugmentationSpec>("spec");
        QTest::newRow("nothing") << Spec{};
        QTest::newRow("zero crop, random flip")
            << Spec{Spec::Padding::zero, 4, Spec::Flip::random, 0};
        QTest::newRow("reflecting crop, alternating flip")
            << Spec{Spec::Padding::reflect, 2, Spec::Flip::alternating, 0};
        QTest::newRow("cutout") << Spec{Spec::Padding::zero, 0, Spec::Flip::none, 5};
        QTest::newRow("all") << Spec{Spec::Padding::reflect, 3, Spec::Flip::random, 4};
    }
    void batchesAreAugmented() {
        QFETCH(const AugmentationSpec, spec);
        const Pictures pictures(9, 12);
        const auto rules = rules_of(spec, pictures);
        const auto host = make_host_batches(pictures.view(), rules);
        const auto device = make_device_batches(pictures.view(), rules, at::kCPU);
        const std::vector<std::int32_t> samples{4, 0, 2, 2};
        for (int epoch = 0; epoch < 6; ++epoch) {
            Numbers wanted;
            for (const auto sample : samples) {
                for (int k = 0; k < 3; ++k) {
                    for (int y = 0; y < pictures.height; ++y) {
                        for (int x = 0; x < pictures.width; ++x) {
                            wanted.push_back(augmented(pictures, rules, epoch, sample, y, x, k));
                        }
                    }
                }
            }
            for (const auto &maker : {host.get(), device.get()}) {
                maker->plan(epoch, samples);
                const auto batch = maker->make();
                QVERIFY(worst_difference(batch.inputs, wanted) < 1e-5);
                QVERIFY(worst_difference(batch.labels, {5, 3, 4, 4}) == 0);
                QVERIFY(batch.inputs.is_contiguous(at::MemoryFormat::ChannelsLast));
            }
        }
    }

    void sgd_data() {
        QTest::addColumn<bool>("nesterov");
        QTest::newRow("plain") << false;
        QTest::newRow("nesterov") << true;
    }
    void sgd() {
        QFETCH(const bool, nesterov);
        const auto parameter = filter_bank();
        OptimiserSpec spec;
        spec.momentum = 0.85;
        spec.nesterov = nesterov;
        const auto optimiser = make_sgd({parameter}, spec, 0.02);
        auto w = random_numbers(rows * width, 1);
        Numbers buffer(w.size());
        for (unsigned s = 0; s < 6; ++s) {
            const auto gradient = give_gradient(parameter, s);
            const double rate = 0.3 / (s + 1);
            for (std::size_t i = 0; i < w.size(); ++i) {
                const double g = gradient[i] + 0.02 * w[i];
                buffer[i] = 0.85 * buffer[i] + g;
                w[i] -= rate * (nesterov ? g + 0.85 * buffer[i] : buffer[i]);
            }
            const c10::NoGradGuard no_gradients;
            optimiser->step(at::scalar_tensor(rate, at::kDouble));
            QVERIFY(worst_difference(parameter.tensor, w) < 1e-6);
        }
    }

    void adamw() {
        const auto parameter = filter_bank();
        const OptimiserSpec spec{.beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-6};
        const auto optimiser = make_adamw({parameter}, spec, 0.1);
        auto w = random_numbers(rows * width, 1);
        Numbers mean(w.size());
        Numbers square(w.size());
        for (unsigned s = 0; s < 6; ++s) {
            const auto gradient = give_gradient(parameter, s);
            for (std::size_t i = 0; i < w.size(); ++i) {
                mean[i] = 0.8 * mean[i] + 0.2 * gradient[i];
                square[i] = 0.95 * square[i] + 0.05 * gradient[i] * gradient[i];
                const double unbiased_mean = mean[i] / (1 - std::pow(0.8, s + 1));
                const double unbiased_square = square[i] / (1 - std::pow(0.95, s + 1));
                w[i] -= 0.05 * 0.1 * w[i];
                w[i] -= 0.05 * unbiased_mean / (std::sqrt(unbiased_square) + 1e-6);
            }
            const c10::NoGradGuard no_gradients;
            optimiser->step(at::scalar_tensor(0.05, at::kDouble));
            QVERIFY(worst_difference(parameter.tensor, w) < 2e-6);
        }
    }

    void muon() {
        const auto parameter = filter_bank();
        const auto optimiser = make_muon({parameter}, {});
        auto w = random_numbers(rows * width, 1);
        Numbers buffer(w.size());
        for (unsigned s = 0; s < 6; ++s) {
            const auto gradient = give_gradient(parameter, s);
            Numbers direction(w.size());
            for (std::size_t i = 0; i < w.size(); ++i) {
                buffer[i] = 0.6 * buffer[i] + gradient[i];
                direction[i] = gradient[i] + 0.6 * buffer[i];
            }
            const auto update = orthogonalised_plainly(direction, rows, width, 3);
            const double scale = std::sqrt(static_cast<double>(rows)) / norm(w);
            for (std::size_t i = 0; i < w.size(); ++i) {
                w[i] = scale * w[i] - 0.24 * update[i];
            }
            const c10::NoGradGuard no_gradients;
            optimiser->step(at::scalar_tensor(0.24, at::kDouble));
            QVERIFY(worst_difference(parameter.tensor, w) < 1e-5);
        }
    }

    void tallMatricesAreOrthogonalisedToo() {
        const auto tall = random_numbers(7 * 3, 9);
        const auto wanted =
            transposed(orthogonalised_plainly(transposed(tall, 7, 3), 3, 7, 5), 3, 7);
        QVERIFY(worst_difference(orthogonalised(tensor_of(tall, {7, 3}), 5), wanted) < 1e-5);
    }

    void whiteningWhitens() {
        // The filters' answers to all patches must be uncorrelated, with variance λ/(λ + 5e-4).
        const Pictures pictures(9, 12);
        const auto batches = make_host_batches(pictures.view(), rules_of({}, pictures));
        const std::vector<std::int32_t> all{0, 1, 2, 3, 4};
        batches->plan(0, all);
        const auto inputs = batches->make().inputs;
        const auto filters = whitening_filters(inputs);
        QCOMPARE(filters.sizes().vec(), (std::vector<std::int64_t>{24, 3, 2, 2}));
        QVERIFY((filters.slice(0, 0, 12) + filters.slice(0, 12)).abs().max().item<double>() == 0);
        const auto value = [&](int n, int k, int y, int x) {
            return (pictures.at(n, y, x, k) / 255.0 -
                    std::array{0.4914, 0.4822, 0.4465}.at(static_cast<std::size_t>(k))) /
                   std::array{0.25, 0.24, 0.26}.at(static_cast<std::size_t>(k));
        };
        Numbers covariance(144);
        int patches = 0;
        for (int n = 0; n < Pictures::count; ++n) {
            for (int y = 0; y + 1 < pictures.height; ++y) {
                for (int x = 0; x + 1 < pictures.width; ++x, ++patches) {
                    Numbers patch;
                    for (int i = 0; i < 12; ++i) {
                        patch.push_back(value(n, i / 4, y + i / 2 % 2, x + i % 2));
                    }
                    for (std::size_t i = 0; i < 144; ++i) {
                        covariance[i] += patch[i / 12] * patch[i % 12];
                    }
                }
            }
        }
        for (double &entry : covariance) {
            entry /= patches;
        }
        const auto dense = filters.slice(0, 0, 12).to(at::kDouble).contiguous();
        const Numbers f(dense.const_data_ptr<double>(), dense.const_data_ptr<double>() + 144);
        const auto answers =
            product(product(f, covariance, 12, 12, 12), transposed(f, 12, 12), 12, 12, 12);
        double before = 2;
        for (std::size_t i = 0; i < 12; ++i) {
            for (std::size_t j = 0; j < 12; ++j) {
                if (i != j) {
                    QVERIFY(std::abs(answers[i * 12 + j]) < 1e-5);
                }
            }
            // ‖f‖² = 1/(λ + ε) gives λ, and the answer's variance is λ‖f‖².
            double square = 0;
            for (std::size_t j = 0; j < 12; ++j) {
                square += f[i * 12 + j] * f[i * 12 + j];
            }
            const double lambda = 1 / square - 5e-4;
            QVERIFY(std::abs(answers[i * 13] - lambda * square) < 1e-5);
            QVERIFY(answers[i * 13] <= before); // largest first
            before = answers[i * 13];
        }
    }

    void fastNetStartsAsIdentity() {
        const Pictures pictures(32, 32);
        TrainingSpec spec;
        spec.architecture.family = "fastnet";
        spec.architecture.widths = {32, 16, 40};
        spec.architecture.classes = 6;
        spec.input = rules_of({}, pictures).input;
        const auto network = describe(spec.architecture);
        const auto start = starting_weights(spec, *network, pictures.view());
        QVERIFY(start.ok());
        const auto floats = [&](const char *name) {
            const auto &bytes = start->at(name).bytes;
            std::vector<float> values(bytes.size() / sizeof(float));
            std::memcpy(values.data(), bytes.data(), bytes.size());
            return values;
        };
        const auto bank = floats("layer1.conv1.weight"); // 32 × 24 × 3 × 3
        double beyond = 0;
        for (std::size_t i = 0; i < bank.size(); ++i) {
            const auto filter = i / 216;
            if (filter < 24) {
                QCOMPARE(bank[i], i % 216 == filter * 9 + 4 ? 1.F : 0.F);
            } else {
                QVERIFY(std::abs(bank[i]) <= 1 / std::sqrt(216.F));
                beyond += std::abs(double{bank[i]});
            }
        }
        QVERIFY(beyond > 0);
        const auto head = floats("head.weight");
        double mean = 0;
        double square = 0;
        for (const float value : head) {
            mean += value / static_cast<double>(head.size());
        }
        for (const float value : head) {
            square += (value - mean) * (value - mean) / static_cast<double>(head.size() - 1);
        }
        QVERIFY(std::abs(square - 1) < 1e-5);
        spec.seed = 1;
        QVERIFY(starting_weights(spec, *network, pictures.view())->at("head.weight") !=
                start->at("head.weight"));
    }

    void frozenFeaturesAreComputedOnce() {
        const Pictures pictures(9, 12);
        const auto rules = rules_of({.flip = AugmentationSpec::Flip::alternating}, pictures);
        int extracted = 0;
        const auto mean_of_red = [&](const PixelBatch &batch) {
            extracted += batch.count;
            auto features = at::empty({batch.count, 2}, at::kFloat);
            for (int i = 0; i < batch.count; ++i) {
                const auto first = static_cast<std::size_t>(i * batch.height * batch.width * 3);
                features[i][0] = batch.pixels[first]; // tells mirrored from plain
                features[i][1] = batch.pixels[first + 4];
            }
            return features;
        };
        const auto maker = make_frozen_features(pictures.view(), rules, mean_of_red, at::kCPU);
        for (int epoch = 0; epoch < 6; ++epoch) {
            const std::vector<std::int32_t> samples{1, 3, 0, 2, 4};
            maker->plan(epoch, samples);
            const auto batch = maker->make();
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const bool mirrored =
                    augmentation_of(rules.augmentation, rules.seed, epoch, samples[i], 9, 12)
                        .mirrored;
                QCOMPARE(batch.inputs[static_cast<std::int64_t>(i)][0].item<int>(),
                         pictures.at(samples[i], 0, mirrored ? 11 : 0, 0));
            }
        }
        QCOMPARE(extracted, 10); // each picture both ways
    }
};

QTEST_MAIN(MathematicsTest)
#include "mathematics_test.moc"
