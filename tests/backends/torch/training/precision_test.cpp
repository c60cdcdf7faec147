// On what a coarser precision has to prove itself.
#include "backends/torch/training/training_session.hpp"

#include <QtTest>
#include <algorithm>
#include <random>

using namespace vitrine;

namespace {

constexpr int side = 16;
constexpr std::size_t picture_bytes = std::size_t{side} * side * 3;
constexpr int classes = 2;
constexpr std::size_t each = 100; // more than it is proved on

TrainingSpec small_network() {
    TrainingSpec spec;
    spec.architecture.width = 8;
    spec.architecture.classes = classes;
    spec.input.width = spec.input.height = side;
    spec.input.mean = {0.5F, 0.5F, 0.5F};
    spec.input.std = {0.25F, 0.25F, 0.25F};
    spec.seed = 3;
    return spec;
}

/// Noise, that of the second class brighter; one class after the other, as folders are listed.
struct Pictures {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> labels;
};
Pictures one_class_after_the_other() {
    std::mt19937 random(1);
    Pictures pictures;
    for (int label = 0; label < classes; ++label)
        for (std::size_t i = 0; i < each; ++i) {
            for (std::size_t byte = 0; byte < picture_bytes; ++byte)
                pictures.pixels.push_back(
                    static_cast<std::uint8_t>(100 * label + static_cast<int>(random() % 150)));
            pictures.labels.push_back(label);
        }
    return pictures;
}

Pictures mixed(const Pictures &pictures) {
    Pictures result;
    for (std::size_t i = 0; i < pictures.labels.size(); ++i) {
        const std::size_t from = i % classes * each + i / classes;
        const auto first =
            pictures.pixels.begin() + static_cast<std::ptrdiff_t>(from * picture_bytes);
        result.pixels.insert(result.pixels.end(), first,
                             first + static_cast<std::ptrdiff_t>(picture_bytes));
        result.labels.push_back(pictures.labels[from]);
    }
    return result;
}

/// As the refusal tells it.
double gradient_difference(const Pictures &pictures) {
    TrainingHardware hardware;
    hardware.type = at::kBFloat16; // slow where the processor has none, and the same numbers
    hardware.threads = 1;
    hardware.largest_gradient_difference = -1;
    const DatasetView view{pictures.pixels, pictures.labels, side, side, classes};
    const auto session = open_torch_training(small_network(), view, std::move(hardware), {});
    if (session || session.error().code != "precision_disagrees")
        return 0;
    return std::stod(session.error().arguments.at(1));
}

} // namespace

class PrecisionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Pictures of one class pull the weights one way; a precision that blurs the rest would pass.
    void theOrderOfThePicturesHidesNothing() {
        const Pictures sorted = one_class_after_the_other();
        const double of_sorted = gradient_difference(sorted);
        const double of_mixed = gradient_difference(mixed(sorted));
        qInfo("%g in order, %g mixed", of_sorted, of_mixed);
        QVERIFY(of_mixed > 0);
        QVERIFY(of_sorted > of_mixed / 3);
    }
};

QTEST_APPLESS_MAIN(PrecisionTest)
#include "precision_test.moc"
