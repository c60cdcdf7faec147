// What every backend must answer, whatever computes in it.
//
// Tolerances: float32 results of different batch sizes, thread counts and kernels may differ by
// their order of summation; relative to the picture's largest |logit| that is well under 1e-4 for
// twenty layers. 1e-3 is what a model file allows against double precision.
#include "tests/backends/conformance/backend_under_test.hpp"
#include "tests/backends/conformance/conformance_model.hpp"
#include "tests/backends/conformance/conformance_tests.hpp"

#include <QtTest>
#include <cmath>
#include <set>

using namespace vitrine;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class ConformanceAnswers : public QObject {
    Q_OBJECT
    std::unique_ptr<BackendUnderTest> under_test_;

  private Q_SLOTS:
    void initTestCase() {
        under_test_ = BackendUnderTest::find();
        if (under_test_->absent()) {
            QSKIP(qPrintable(under_test_->problem()));
        }
        QVERIFY2(under_test_->problem().isEmpty(), qPrintable(under_test_->problem()));
    }

    void devicesAreDescribed() {
        const auto devices = under_test_->backend().devices();
        QVERIFY(devices.ok());
        std::set<std::string> ids;
        for (const Device &device : *devices) {
            QVERIFY(!device.id.empty() && !device.name.empty());
            QVERIFY(device.memory_bytes > 0);
            QVERIFY(std::count(device.precisions.begin(), device.precisions.end(),
                               Precision::float32) == 1);
            QVERIFY(std::count(device.precisions.begin(), device.precisions.end(),
                               Precision::automatic) == 0);
            ids.insert(device.id);
        }
        QCOMPARE(ids.size(), devices->size());
    }

    void referenceIsPyTorchsDoublePrecision() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        const auto known = tutorial_answers();
        QVERIFY(known.ok());
        const auto logits =
            under_test_->backend().reference_logits(under_test_->model(), known->images);
        QVERIFY(logits.ok());
        for (std::size_t i = 0; i < known->images.size(); ++i) {
            QVERIFY(difference((*logits)[i], known->logits[i]) < 1e-5);
        }
    }

    void answersArePyTorchs() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        const auto known = tutorial_answers();
        QVERIFY(known.ok());
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, known->images);
        QVERIFY(got.ok());
        for (std::size_t i = 0; i < known->images.size(); ++i) {
            QVERIFY(difference(row(got->logits, i, 10), known->logits[i]) < against_double);
        }
    }

    void answersAgreeWithTheReference() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, under_test_->pictures());
        QVERIFY(got.ok());
        QCOMPARE(got->count, 12);
        QCOMPARE(got->classes, 10);
        for (std::size_t i = 0; i < under_test_->pictures().size(); ++i) {
            QVERIFY(difference(row(got->logits, i, 10), under_test_->reference()[i]) <
                    against_double);
        }
    }

    void picturesGetDifferentAnswers() {
        // Else all the comparisons would hold for a backend that looks at nothing.
        QVERIFY(difference(under_test_->reference()[0], under_test_->reference()[1]) >
                10 * against_double);
    }

    void batchSizeChangesNothing_data() {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 3, 5, 8, 12}) {
            QTest::addRow("%d", size) << size;
        }
    }
    void batchSizeChangesNothing() {
        QFETCH(int, size);
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto whole = ask(**classifier, under_test_->pictures());
        QVERIFY(whole.ok());
        for (std::size_t first = 0; first < under_test_->pictures().size();
             first += std::size_t(size)) {
            const std::size_t last =
                std::min(under_test_->pictures().size(), first + std::size_t(size));
            const auto part =
                ask(**classifier, {under_test_->pictures().begin() + std::ptrdiff_t(first),
                                   under_test_->pictures().begin() + std::ptrdiff_t(last)});
            QVERIFY(part.ok());
            for (std::size_t i = first; i < last; ++i) {
                QVERIFY(difference(row(part->logits, i - first, 10), row(whole->logits, i, 10)) <
                        same_precision);
            }
        }
    }

    void threadCountChangesNothing() {
        auto one = under_test_->load({.threads = 1});
        auto two = under_test_->load({.threads = 2});
        QVERIFY(one.ok() && two.ok());
        const auto a = ask(**one, under_test_->pictures());
        const auto b = ask(**two, under_test_->pictures());
        QVERIFY(a.ok() && b.ok());
        QVERIFY(difference(a->logits, b->logits) < same_precision);
    }

    void sameQuestionGetsTheSameAnswer() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto first = ask(**classifier, under_test_->pictures());
        const auto second = ask(**classifier, under_test_->pictures());
        QVERIFY(first.ok() && second.ok());
        QVERIFY(difference(first->logits, second->logits) < same_precision);
    }

    void extremePicturesGiveFiniteLogits_data() {
        QTest::addColumn<int>("level");
        QTest::newRow("black") << 0;
        QTest::newRow("grey") << 128;
        QTest::newRow("white") << 255;
    }
    void extremePicturesGiveFiniteLogits() {
        QFETCH(int, level);
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, {plain_picture(side, static_cast<std::uint8_t>(level))});
        QVERIFY(got.ok());
        QCOMPARE(got->logits.size(), std::size_t{10});
        for (const float logit : got->logits) {
            QVERIFY(std::isfinite(logit));
        }
    }

    void nothingUnaskedIsGiven() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, under_test_->pictures());
        QVERIFY(got.ok());
        QVERIFY(got->features.empty() && got->activation_maps.empty());
    }

    void featuresAndMapsHaveTheirShapes() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got =
            ask(**classifier, under_test_->pictures(), {.features = true, .activation_maps = true});
        QVERIFY(got.ok());
        QVERIFY(got->feature_count > 0 && got->map_height > 0 && got->map_width > 0);
        QCOMPARE(got->features.size(), std::size_t(12) * std::size_t(got->feature_count));
        QCOMPARE(got->activation_maps.size(),
                 std::size_t(12) * std::size_t(got->map_height * got->map_width));
        const auto plain = ask(**classifier, under_test_->pictures());
        QVERIFY(plain.ok());
        QVERIFY(difference(got->logits, plain->logits) < same_precision);
    }

    void featuresAreTheInputOfTheLastLayer() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, under_test_->pictures(), {.features = true});
        QVERIFY(got.ok());
        const auto weight = floats_of(under_test_->model().weights.at("fc.weight"));
        const auto bias = floats_of(under_test_->model().weights.at("fc.bias"));
        std::vector<float> logits;
        for (std::size_t i = 0; i < under_test_->pictures().size(); ++i) {
            const auto features = row(got->features, i, got->feature_count);
            for (std::size_t c = 0; c < 10; ++c) {
                double sum = bias[c];
                for (std::size_t k = 0; k < features.size(); ++k) {
                    sum += double{features[k]} * weight[c * features.size() + k];
                }
                logits.push_back(static_cast<float>(sum));
            }
        }
        QVERIFY(difference(got->logits, logits) < same_precision);
    }

    void mapsAverageToTheLeadingLogit() {
        // Class activation maps (Zhou et al., 2016, arXiv 1512.04150): the last layer's weights
        // over the channels, before the average and without the bias.
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto got = ask(**classifier, under_test_->pictures(), {.activation_maps = true});
        QVERIFY(got.ok());
        const auto bias = under_test_->has_weights()
                              ? floats_of(under_test_->model().weights.at("fc.bias"))
                              : std::vector<float>(10, 0.F);
        for (std::size_t i = 0; i < under_test_->pictures().size(); ++i) {
            const auto logits = row(got->logits, i, 10);
            const auto lead = static_cast<std::size_t>(
                std::max_element(logits.begin(), logits.end()) - logits.begin());
            const auto map = row(got->activation_maps, i, got->map_height * got->map_width);
            double mean = 0;
            for (const float value : map) {
                mean += double{value} / double(map.size());
            }
            QVERIFY(std::abs(mean + bias[lead] - logits[lead]) <
                    same_precision * std::max(1.0, std::abs(double{logits[lead]})));
        }
    }

    void everyNativePrecisionComputes() {
        const auto devices = under_test_->backend().devices();
        QVERIFY(devices.ok());
        for (const Precision precision : devices->front().precisions) {
            auto classifier =
                under_test_->backend().load_classifier(under_test_->model(), under_test_->device(),
                                                       {.precision = precision, .max_batch = 12});
            QVERIFY2(classifier.ok(), std::string(to_string(precision)).c_str());
            QCOMPARE((*classifier)->precision(), precision);
            const auto got = ask(**classifier, under_test_->pictures());
            QVERIFY(got.ok());
            const GoldenTolerance tolerance;
            for (std::size_t i = 0; i < under_test_->pictures().size(); ++i) {
                QVERIFY(difference(row(got->logits, i, 10), under_test_->reference()[i]) <
                        tolerance.bfloat16);
            }
        }
    }

    void automaticPrecisionIsDecided() {
        auto classifier =
            under_test_->backend().load_classifier(under_test_->model(), under_test_->device(), {});
        QVERIFY(classifier.ok());
        QVERIFY((*classifier)->precision() != Precision::automatic);
        QVERIFY(!(*classifier)->description().empty());
    }
};

std::unique_ptr<QObject> make_answers_test() { return std::make_unique<ConformanceAnswers>(); }
#include "answers_test.moc"
