// Every way of computing a network, against other programs' numbers and against one another.
#include "backends/cpu/cpu_backend.hpp"
#include "backends/torch/classifier.hpp"
#include "core/images/decode_image.hpp"
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "tests/backends/torch/random_weights.hpp"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>

using namespace vitrine;

namespace {

constexpr auto no_deadline = Deadline::max();
const QString fixtures = QStringLiteral(VITRINE_FIXTURES "/");

QJsonObject read_json(const QString &name) {
    QFile file(fixtures + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

Image read_picture(const QString &name) {
    auto image = read_image((fixtures + name).toStdString());
    return image ? std::move(*image) : Image{};
}

double difference(const std::vector<float> &given, const QJsonArray &wanted) {
    if (static_cast<qsizetype>(given.size()) != wanted.size()) {
        return 1e9;
    }
    double worst = 0;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        worst = std::max(
            worst, std::abs(double{given[static_cast<std::size_t>(i)]} - wanted[i].toDouble()));
    }
    return worst;
}

Model random_model(const char *spec, int size) {
    Model model;
    model.manifest.name = spec;
    model.manifest.architecture = *parse_architecture(spec);
    model.manifest.input.width = model.manifest.input.height = size;
    model.manifest.input.mean = {0.5F, 0.4F, 0.3F};
    model.manifest.input.std = {0.25F, 0.5F, 0.3F};
    model.weights = random_weights(model.manifest.architecture, 7);
    return model;
}

Model imported_model(TensorMap tensors) {
    Model model;
    if (auto imported = recognise_tensors(std::move(tensors)); imported) {
        model.manifest.architecture = imported->architecture;
        model.weights = std::move(imported->weights);
    }
    return model;
}

/// Without weights where the file cannot be read.
Model tutorial() {
    auto file = read_safetensors((fixtures + "tutorial_resnet18_width8.safetensors").toStdString());
    Model model = imported_model(file ? std::move(file->tensors) : TensorMap{});
    const auto expected = read_json("tutorial_resnet18_width8.expected.json");
    for (std::size_t i = 0; i < 3; ++i) {
        const auto channel = static_cast<qsizetype>(i);
        model.manifest.input.mean[i] =
            static_cast<float>(expected["mean"].toArray()[channel].toDouble());
        model.manifest.input.std[i] =
            static_cast<float>(expected["std"].toArray()[channel].toDouble());
    }
    return model;
}

Model lite0() {
    auto file = read_pth(VITRINE_LITE0_WEIGHTS);
    Model model = imported_model(file ? std::move(*file) : TensorMap{});
    model.manifest.input.width = model.manifest.input.height = 224;
    model.manifest.input.mean.fill(127.F / 255.F);
    model.manifest.input.std.fill(128.F / 255.F);
    return model;
}

/// Sets how the CPU backend computes, for the length of a test.
class Kernels {
  public:
    explicit Kernels(const char *name) { qputenv("VITRINE_CPU_KERNELS", name); }
    ~Kernels() { qunsetenv("VITRINE_CPU_KERNELS"); }
    Kernels(const Kernels &) = delete;
    Kernels &operator=(const Kernels &) = delete;
};

/// A device that has hung: notes how long it was waited for, and is given up.
class HungEngine final : public Engine {
  public:
    explicit HungEngine(std::chrono::steady_clock::duration &patience) : patience_(patience) {}
    NetworkOutput run(const PixelBatch &, Wanted, Deadline deadline) override {
        patience_ = deadline - std::chrono::steady_clock::now();
        throw DeadlinePassed();
    }
    [[nodiscard]] Precision precision() const noexcept override { return Precision::float32; }
    [[nodiscard]] int threads() const noexcept override { return 0; }
    [[nodiscard]] std::string description() const override { return "hung"; }

  private:
    std::chrono::steady_clock::duration &patience_;
};

} // namespace

class EnginesTest : public QObject {
    Q_OBJECT

    std::shared_ptr<Backend> backend_;

    std::unique_ptr<Classifier> load(const Model &model, int max_batch = 1) {
        ClassifierOptions options;
        options.precision = Precision::float32;
        options.threads = 2;
        options.max_batch = max_batch;
        auto loaded = backend_->load_classifier(model, "cpu", options);
        return loaded ? std::move(*loaded) : nullptr;
    }

  private Q_SLOTS:
    void initTestCase() {
        auto backend = create_cpu_backend({});
        QVERIFY(backend.ok());
        backend_ = std::move(*backend);
    }

    /// Logits that PyTorch computed in double precision for the tutorial's network.
    void tutorialNetworkGivesPyTorchsLogits_data() {
        QTest::addColumn<QByteArray>("kernels");
        for (const char *kernels : {"reference", "own", "onednn"}) {
            QTest::newRow(kernels) << QByteArray(kernels);
        }
    }
    void tutorialNetworkGivesPyTorchsLogits() {
        QFETCH(QByteArray, kernels);
        const Kernels choice(kernels);
        const auto expected = read_json("tutorial_resnet18_width8.expected.json");
        const Model model = tutorial();
        QVERIFY(!model.weights.empty());
        const auto names = expected["images"].toArray();
        QVERIFY(!names.isEmpty());
        for (qsizetype i = 0; i < names.size(); ++i) {
            compare(model, read_picture(names[i].toString()),
                    expected["logits"].toArray()[i].toArray(), kernels, 1e-4);
        }
    }

    void lite0GivesPyTorchsLogits_data() { tutorialNetworkGivesPyTorchsLogits_data(); }
    void lite0GivesPyTorchsLogits() {
        QFETCH(QByteArray, kernels);
        const Kernels choice(kernels);
        if (!QFile::exists(VITRINE_LITE0_WEIGHTS)) {
            QSKIP("the weights of EfficientNet-Lite0 are not here: run scripts/setup");
        }
        const Model model = lite0();
        QVERIFY(!model.weights.empty());
        const auto pictures = read_json("efficientnet_lite0.expected.json")["images"].toObject();
        QVERIFY(!pictures.isEmpty());
        for (const auto &name : pictures.keys()) {
            compare(model, read_picture(name), pictures[name].toObject()["logits"].toArray(),
                    kernels, 1e-3);
        }
    }

    /// Class activation maps beside those of tests/fixtures/make_activation_maps.py.
    void mapsArePyTorchs_data() {
        QTest::addColumn<QByteArray>("kernels");
        QTest::newRow("own") << QByteArray("own");
        QTest::newRow("onednn") << QByteArray("onednn");
    }
    void mapsArePyTorchs() {
        QFETCH(QByteArray, kernels);
        const Kernels choice(kernels);
        const auto expected = read_json("activation_maps.json");
        compare_maps(tutorial(), expected["tutorial"].toObject());
        if (QFile::exists(VITRINE_LITE0_WEIGHTS)) {
            compare_maps(lite0(), expected["lite0"].toObject());
        }
    }

    void folded_data() {
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<int>("size");
        const auto row = [](const char *spec, int size) {
            QTest::newRow(spec) << QByteArray(spec) << size;
        };
        row("resnet18-cifar:width=8", 32);
        row("resnet34-cifar:width=16,classes=5", 20);
        row("resnet50-imagenet:width=8,classes=7", 48);
        row("resnet18-cifar:width=6", 16); // channels that fill no vector
        row("fastnet", 32);
        row("efficientnet-lite0:classes=12", 64);
        row("efficientnet-lite0:classes=3", 71);
    }
    void folded() {
        QFETCH(QByteArray, spec);
        QFETCH(int, size);
        const auto model = random_model(spec, size);
        const std::vector<Image> images{random_image(size, size, 1), random_image(size, size, 2),
                                        random_image(size, size, 3)};
        const auto wanted = backend_->reference_logits(model, images);
        QVERIFY2(wanted.ok(), wanted ? "" : english_message(wanted.error()).c_str());
        for (const char *kernels : {"own", "onednn"}) {
            const Kernels choice(kernels);
            const auto classifier = load(model, 3);
            QVERIFY(classifier);
            QVERIFY(classifier->description().starts_with("folded"));
            const auto pixels = joined_pixels(images);
            const auto got = classifier->classify({pixels, 3, size, size}, {}, no_deadline);
            QVERIFY(got.ok());
            for (std::size_t i = 0; i < images.size(); ++i) {
                const auto single =
                    classifier->classify({images[i].pixels, 1, size, size}, {}, no_deadline);
                QVERIFY(single.ok());
                double largest = 0;
                for (const float logit : (*wanted)[i]) {
                    largest = std::max(largest, std::abs(double{logit}));
                }
                for (std::size_t k = 0; k < (*wanted)[i].size(); ++k) {
                    const double reference = (*wanted)[i][k];
                    const double batched = got->logits[i * (*wanted)[i].size() + k];
                    QVERIFY(std::abs(batched - reference) < 1e-4 * largest);
                    QVERIFY(std::abs(double{single->logits[k]} - reference) < 1e-4 * largest);
                }
            }
        }
    }

    /// logits = head · features + bias, and the leading map's mean is its logit without the bias.
    void featuresAndMapsExplainTheLogits() {
        auto model = random_model("resnet18-cifar:width=8,classes=4", 32);
        const auto image = random_image(32, 32, 1);
        for (const char *kernels : {"own", "onednn"}) {
            const Kernels choice(kernels);
            const auto classifier = load(model);
            QVERIFY(classifier);
            const auto got =
                classifier->classify({image.pixels, 1, 32, 32}, {true, true}, no_deadline);
            QVERIFY(got.ok());
            QCOMPARE(got->feature_count, 64);
            QCOMPARE(got->map_height, 4);
            QCOMPARE(got->map_width, 4);
            std::vector<float> weight(4 * 64);
            std::vector<float> bias(4);
            std::memcpy(weight.data(), model.weights["fc.weight"].bytes.data(), 4 * 64 * 4);
            std::memcpy(bias.data(), model.weights["fc.bias"].bytes.data(), 16);
            std::size_t leader = 0;
            for (std::size_t k = 0; k < 4; ++k) {
                double sum = bias[k];
                for (std::size_t i = 0; i < 64; ++i) {
                    sum += double{weight[k * 64 + i]} * double{got->features[i]};
                }
                QVERIFY(std::abs(sum - double{got->logits[k]}) < 1e-4);
                leader = got->logits[k] > got->logits[leader] ? k : leader;
            }
            double mean = 0;
            for (const float value : got->activation_maps) {
                mean += double{value} / 16;
            }
            QVERIFY(std::abs(mean + double{bias[leader]} - double{got->logits[leader]}) < 1e-4);
        }
    }

    /// The fast ways disagree, the plain one does too, and then the model is refused.
    void wrongGoldenPicturesRefuseTheModel() {
        auto model = random_model("resnet18-cifar:width=8", 32);
        model.golden.images = {random_image(32, 32, 1)};
        model.golden.logits = *backend_->reference_logits(model, model.golden.images);
        QVERIFY(load(model));
        model.golden.logits[0][0] += 1.F;
        const ClassifierOptions options{.precision = Precision::float32};
        const auto refused = backend_->load_classifier(model, "cpu", options);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, std::string("golden_disagrees"));
    }

    void deviceThatHangsAtTheGoldenPicturesIsGivenUp() {
        auto model = random_model("resnet18-cifar:width=8,classes=3", 32);
        model.manifest.golden.float32 = 1;
        model.golden.images = {Image{32, 32, std::vector<std::uint8_t>(32 * 32 * 3)}};
        model.golden.logits = {{1.F, 0.F, 0.F}};
        std::chrono::steady_clock::duration patience{};
        bool tried_another = false;
        const std::vector<EngineChoice> choices{
            {Precision::float32, [&] { return std::make_unique<HungEngine>(patience); }},
            {Precision::float32, [&] {
                 tried_another = true;
                 return std::make_unique<HungEngine>(patience);
             }}};
        const auto loaded =
            choose_classifier(model, *describe(model.manifest.architecture), choices, {}, {});
        QCOMPARE(loaded.error().code, std::string("deadline_passed"));
        QVERIFY(patience > std::chrono::minutes(1) && patience < std::chrono::hours(1));
        QVERIFY(!tried_another);
    }

    void coarsePrecisionNeedsTheProcessor() {
        const auto model = random_model("resnet18-cifar:width=8", 32);
        ClassifierOptions options;
        options.precision = Precision::float16;
        const auto refused = backend_->load_classifier(model, "cpu", options);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, std::string("unsupported_precision"));
    }

  private:
    void compare(const Model &model, const Image &image, const QJsonArray &wanted,
                 const QByteArray &kernels, double tolerance) {
        QVERIFY(!image.empty());
        if (kernels == "reference") {
            const auto logits = backend_->reference_logits(model, {image});
            QVERIFY(logits.ok());
            QVERIFY(difference((*logits)[0], wanted) < tolerance);
            return;
        }
        const auto classifier = load(model);
        QVERIFY(classifier);
        const auto got =
            classifier->classify({image.pixels, 1, image.height, image.width}, {}, no_deadline);
        QVERIFY(got.ok());
        QVERIFY(difference(got->logits, wanted) < tolerance);
    }

    void compare_maps(const Model &model, const QJsonObject &pictures) {
        const auto classifier = load(model);
        QVERIFY(classifier);
        QVERIFY(!pictures.isEmpty());
        for (const auto &name : pictures.keys()) {
            const Image image = read_picture(name);
            const auto wanted = pictures[name].toObject();
            const auto got = classifier->classify({image.pixels, 1, image.height, image.width},
                                                  {.activation_maps = true}, no_deadline);
            QVERIFY(got.ok());
            QCOMPARE(got->map_height, wanted["height"].toInt());
            QCOMPARE(got->map_width, wanted["width"].toInt());
            const double off = difference(got->activation_maps, wanted["map"].toArray());
            QVERIFY2(off < 1e-3, qPrintable(QStringLiteral("%1: %2").arg(name).arg(off)));
        }
    }
};

QTEST_GUILESS_MAIN(EnginesTest)
#include "test_engines.moc"
