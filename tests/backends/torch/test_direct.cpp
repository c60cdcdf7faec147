// The kernels for AVX2 against plain loops in double precision.
#include "backends/cpu/direct/task.hpp"
#include "backends/cpu/processor.hpp"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

using namespace vitrine;
using namespace vitrine::direct;

namespace {

std::vector<float> noise(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(-1.F, 1.F);
    std::vector<float> result(count);
    for (auto &value : result) {
        value = values(random);
    }
    return result;
}

double limited(double value, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return std::max(value, 0.0);
    case Activation::relu6:
        return std::min(std::max(value, 0.0), 6.0);
    default:
        return value;
    }
}

/// Any convolution, height × width × channels, by its definition.
std::vector<double> convolve(const Step &step, const std::vector<float> &input,
                             const std::vector<float> &other, int pictures) {
    const auto &layer = step.layer;
    const int top = padding_of(layer, step.in.height).first;
    const int left = padding_of(layer, step.in.width).first;
    const int group_in = layer.in_channels / layer.groups;
    const int group_out = layer.out_channels / layer.groups;
    std::vector<double> result(step.out.size() * static_cast<std::size_t>(pictures));
    std::size_t place = 0;
    for (int n = 0; n < pictures; ++n) {
        for (int y = 0; y < step.out.height; ++y) {
            for (int x = 0; x < step.out.width; ++x) {
                for (int o = 0; o < layer.out_channels; ++o, ++place) {
                    double sum = step.bias[static_cast<std::size_t>(o)];
                    for (int i = 0; i < group_in; ++i) {
                        for (int k = 0; k < layer.kernel * layer.kernel; ++k) {
                            const int row = y * layer.stride - top + k / layer.kernel;
                            const int column = x * layer.stride - left + k % layer.kernel;
                            if (row < 0 || row >= step.in.height || column < 0 ||
                                column >= step.in.width) {
                                continue;
                            }
                            const int channel = o / group_out * group_in + i;
                            const auto from =
                                ((n * step.in.height + row) * step.in.width + column) *
                                    step.in.channels +
                                channel;
                            const auto weight =
                                (o * group_in + i) * layer.kernel * layer.kernel + k;
                            sum += double{input[static_cast<std::size_t>(from)]} *
                                   double{step.weight[static_cast<std::size_t>(weight)]};
                        }
                    }
                    if (!other.empty()) {
                        sum += double{other[place]};
                    }
                    result[place] = limited(sum, layer.activation);
                }
            }
        }
    }
    return result;
}

Step make_step(int size, int in, int out, int kernel, int stride, int groups, bool same,
               Activation activation) {
    Step step;
    step.layer = {.kind = LayerKind::convolution,
                  .name = "test",
                  .in_channels = in,
                  .out_channels = out,
                  .kernel = kernel,
                  .stride = stride,
                  .padding = kernel / 2,
                  .same = same,
                  .groups = groups,
                  .activation = activation};
    const auto [before, after] = padding_of(step.layer, size);
    const int result = (size + before + after - kernel) / stride + 1;
    step.in = {size, size, in};
    step.out = {result, result, out};
    step.weight = noise(static_cast<std::size_t>(out * (in / groups) * kernel * kernel), 1);
    step.bias = noise(static_cast<std::size_t>(out), 2);
    return step;
}

std::vector<float> run(const Task &task, const Step &step, const std::vector<float> &input,
                       const std::vector<float> &other, int pictures) {
    AlignedFloats floats(task.scratch_floats());
    AlignedFloats zeros(4096);
    Scratch scratch{floats.data(), zeros.data(),
                    std::vector<const float *>(task.scratch_pointers())};
    std::vector<float> output(step.out.size() * static_cast<std::size_t>(pictures),
                              std::numeric_limits<float>::quiet_NaN());
    const Places places{input.data(), other.empty() ? nullptr : other.data(), output.data(),
                        pictures};
    for (int piece = task.pieces(pictures) - 1; piece >= 0; --piece) {
        task.run(piece, places, scratch);
    }
    return output;
}

double worst(const std::vector<float> &given, const std::vector<double> &wanted) {
    double difference = given.size() == wanted.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double off = std::abs(double{given[i]} - wanted[i]);
        difference = std::isfinite(off) ? std::max(difference, off) : 1e9;
    }
    return difference;
}

} // namespace

class DirectTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        if (!has_avx2_and_fma()) {
            QSKIP("the processor has no AVX2");
        }
    }

    void convolutionsAreRight_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<bool>("same");
        QTest::addColumn<bool>("sum");
        const auto row = [](const char *name, const char *way, int size, int in, int out,
                            int kernel, int stride, bool same, bool sum) {
            QTest::newRow(name) << way << size << in << out << kernel << stride << same << sum;
        };
        row("1x1", "product", 7, 24, 40, 1, 1, false, true);
        row("1x1 stride 2", "product", 9, 16, 8, 1, 2, false, false);
        row("3x3", "product", 5, 8, 24, 3, 1, false, true);
        row("3x3 stride 2", "product", 13, 8, 16, 3, 2, false, false);
        row("3x3 same", "product", 12, 8, 56, 3, 2, true, false);
        row("5x5 same", "product", 8, 16, 16, 5, 2, true, false);
        row("one pixel", "product", 1, 64, 72, 1, 1, false, false);
        row("many rows", "product", 31, 8, 8, 3, 1, false, false);
        row("tiles of 2", "tiles of 2", 9, 16, 24, 3, 1, false, true);
        row("tiles of 2, even", "tiles of 2", 8, 8, 48, 3, 1, false, false);
        row("tiles of 4", "tiles of 4", 9, 16, 24, 3, 1, false, true);
        row("tiles of 4, many", "tiles of 4", 32, 8, 16, 3, 1, false, true);
        row("tiles of 4, one", "tiles of 4", 3, 8, 16, 3, 1, true, false);
        row("depthwise 3", "depthwise", 11, 24, 24, 3, 1, true, false);
        row("depthwise 3 stride 2", "depthwise", 12, 40, 40, 3, 2, true, false);
        row("depthwise 5", "depthwise", 14, 96, 96, 5, 1, true, false);
        row("depthwise 5 stride 2", "depthwise", 14, 16, 16, 5, 2, true, false);
        row("depthwise 5, small", "depthwise", 3, 16, 16, 5, 1, true, false);
        row("depthwise 7", "depthwise", 9, 16, 16, 7, 1, true, false);
    }
    void convolutionsAreRight() {
        QFETCH(QString, way);
        QFETCH(int, size);
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(bool, same);
        QFETCH(bool, sum);
        const auto step = make_step(size, in, out, kernel, stride, way == "depthwise" ? in : 1,
                                    same, sum ? Activation::relu : Activation::relu6);
        for (const int threads : {1, 2, 3}) {
            std::unique_ptr<Task> task;
            if (way == "product") {
                task = make_convolution(step, threads);
            } else if (way == "depthwise") {
                task = make_depthwise(step, threads);
            } else {
                task = make_winograd(step, way == "tiles of 2" ? 2 : 4, threads);
            }
            for (const int pictures : {1, 2, 3, 8, 17}) {
                const auto count = static_cast<std::size_t>(pictures);
                const auto input = noise(step.in.size() * count, 3);
                const auto other = noise(sum ? step.out.size() * count : 0, 4);
                const auto wanted = convolve(step, input, other, pictures);
                QVERIFY(worst(run(*task, step, input, other, pictures), wanted) < 1e-4);
            }
        }
    }

    // Counts of pieces and rows whose product is beyond an int.
    void largeBatchesAreRight_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("pictures");
        QTest::newRow("1x1") << "product" << 112 << 1 << 128;
        QTest::newRow("3x3") << "product" << 112 << 3 << 128;
        QTest::newRow("tiles of 2") << "tiles of 2" << 112 << 3 << 128;
        QTest::newRow("tiles of 4") << "tiles of 4" << 112 << 3 << 300;
    }
    void largeBatchesAreRight() {
        QFETCH(QString, way);
        QFETCH(int, size);
        QFETCH(int, kernel);
        QFETCH(int, pictures);
        const auto step = make_step(size, 8, 8, kernel, 1, 1, false, Activation::relu);
        const auto task = way == "product" ? make_convolution(step, 2)
                                           : make_winograd(step, way == "tiles of 2" ? 2 : 4, 2);
        const auto picture = noise(step.in.size(), 3);
        const auto wanted = run(*task, step, picture, {}, 1);
        std::vector<float> input;
        for (int i = 0; i < pictures; ++i) {
            input.insert(input.end(), picture.begin(), picture.end());
        }
        const auto given = run(*task, step, input, {}, pictures);
        for (std::size_t first = 0; first < given.size(); first += wanted.size()) {
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                QVERIFY(std::abs(given[first + i] - wanted[i]) < 1e-5F);
            }
        }
    }

    void piecesCoverHugeBatchesWithoutData() {
        const auto step = make_step(112, 8, 8, 3, 1, 1, false, Activation::relu);
        for (const int pictures : {1, 89, 128, 4096, 1'000'000}) {
            const std::int64_t rows = std::int64_t{112} * 112 * pictures;
            const int products = make_convolution(step, 2)->pieces(pictures);
            QVERIFY(products >= rows / 96 && products <= rows / 96 + 24);
            for (const int m : {2, 4}) {
                const std::int64_t tiles = rows / (m * m);
                const int pieces = make_winograd(step, m, 2)->pieces(pictures);
                QVERIFY(pieces >= tiles / 24 && pieces <= tiles / 24 + 2);
            }
        }
    }

    void sharesOfHugeCountsMeet() {
        for (const std::int64_t count : {std::int64_t{0}, std::int64_t{7}, std::int64_t{1} << 36}) {
            const int parts = parts_of(count, 96);
            QVERIFY(parts >= 1);
            QCOMPARE(share_of(count, parts, 0).first, std::int64_t{0});
            QCOMPARE(share_of(count, parts, parts - 1).last, count);
            for (const int part : {0, parts / 2, parts - 1}) {
                const auto share = share_of(count, parts, part);
                QVERIFY(share.last >= share.first && share.last - share.first <= 96);
                QCOMPARE(share_of(count, parts, part + 1).first, share.last);
            }
        }
        QCOMPARE(parts_of(std::int64_t{1} << 62, 96), std::numeric_limits<int>::max());
    }

    void expansionEqualsItsTwoParts_data() {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::newRow("3/1") << 3 << 1;
        QTest::newRow("3/2") << 3 << 2;
        QTest::newRow("5/1") << 5 << 1;
        QTest::newRow("5/2") << 5 << 2;
    }
    void expansionEqualsItsTwoParts() {
        QFETCH(int, kernel);
        QFETCH(int, stride);
        const auto expand = make_step(114, 8, 64, 1, 1, 1, true, Activation::relu6);
        const auto depthwise = make_step(114, 64, 64, kernel, stride, 64, true, Activation::relu6);
        const auto task = make_expansion(expand, depthwise, 2);
        QVERIFY(task != nullptr);
        const auto input = noise(expand.in.size() * 2, 3);
        const auto middle = run(*make_convolution(expand, 1), expand, input, {}, 2);
        const auto wanted = run(*make_depthwise(depthwise, 1), depthwise, middle, {}, 2);
        QCOMPARE(run(*task, depthwise, input, {}, 2), wanted);
    }

    void maxPoolIsRight() {
        Step step;
        step.layer = {.kind = LayerKind::max_pool, .kernel = 3, .stride = 2, .padding = 1};
        step.in = {7, 7, 16};
        step.out = {4, 4, 16};
        const auto input = noise(step.in.size(), 5);
        std::vector<double> wanted;
        for (int place = 0; place < 4 * 4 * 16; ++place) {
            double most = -1e9;
            for (int k = 0; k < 9; ++k) {
                const int y = place / 64 * 2 - 1 + k / 3;
                const int x = place / 16 % 4 * 2 - 1 + k % 3;
                if (y >= 0 && y < 7 && x >= 0 && x < 7) {
                    most = std::max(
                        most,
                        double{input[static_cast<std::size_t>((y * 7 + x) * 16 + place % 16)]});
                }
            }
            wanted.push_back(most);
        }
        QVERIFY(worst(run(*make_max_pool(step), step, input, {}, 1), wanted) == 0);
    }

    void geluIsRight() {
        std::vector<float> values;
        for (int i = -512; i < 512; ++i) {
            values.push_back(static_cast<float>(i) / 64.F);
        }
        const auto inputs = values;
        apply_gelu(values.data(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double x = inputs[i];
            const double wanted = 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
            QVERIFY2(std::abs(double{values[i]} - wanted) < 2e-6, qPrintable(QString::number(x)));
        }
    }

    void pixelsAreNormalisedIntoTheirBorder() {
        std::vector<std::uint8_t> pixels(11 * 2 * 3);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            pixels[i] = static_cast<std::uint8_t>(i * 3);
        }
        const Normalisation normalisation{{0.5F, 0.25F, 2.F}, {-1.F, 0.F, 1.F}};
        std::vector<float> out(40 * 2, 7.F);
        normalise_rows(pixels.data(), 11, normalisation, 0, 2, out.data(), 40);
        for (std::size_t y = 0; y < 2; ++y) {
            for (std::size_t i = 0; i < 33; ++i) {
                QCOMPARE(out[y * 40 + i],
                         static_cast<float>(pixels[y * 33 + i]) * normalisation.factor[i % 3] +
                             normalisation.offset[i % 3]);
            }
            QCOMPARE(out[y * 40 + 33], 7.F);
        }
    }
};

QTEST_GUILESS_MAIN(DirectTest)
#include "test_direct.moc"
