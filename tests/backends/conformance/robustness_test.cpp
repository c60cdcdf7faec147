// What every backend must refuse, survive and give back.
#include "tests/backends/conformance/backend_under_test.hpp"
#include "tests/backends/conformance/conformance_model.hpp"
#include "tests/backends/conformance/conformance_tests.hpp"

#include <QtTest>
#include <atomic>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <thread>
#include <unistd.h>

using namespace vitrine;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Memory of this process that is really there, in MiB.
double resident_mebibytes() {
    std::ifstream statm("/proc/self/statm");
    long total = 0;
    long resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

} // namespace

class ConformanceRobustness : public QObject {
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

    void badSizesAreRefused_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("bytes");
        const int picture = side * side * 3;
        QTest::newRow("no picture") << 0 << side << side << 0;
        QTest::newRow("minus one") << -1 << side << side << picture;
        QTest::newRow("too wide") << 1 << side << side + 1 << side * (side + 1) * 3;
        QTest::newRow("too high") << 1 << side + 1 << side << side * (side + 1) * 3;
        QTest::newRow("turned pixels, same bytes") << 1 << side / 2 << side * 2 << picture;
        QTest::newRow("too few bytes") << 1 << side << side << picture - 1;
        QTest::newRow("too many bytes") << 1 << side << side << picture + 3;
        QTest::newRow("no bytes") << 1 << side << side << 0;
        QTest::newRow("two told, one there") << 2 << side << side << picture;
        QTest::newRow("product overflows") << 1 << 1 << std::numeric_limits<int>::max() << picture;
    }
    void badSizesAreRefused() {
        QFETCH(int, count);
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(int, bytes);
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const std::vector<std::uint8_t> pixels(static_cast<std::size_t>(bytes), 7);
        const auto got =
            (*classifier)->classify({pixels, count, height, width}, {}, Clock::now() + 60s);
        QVERIFY(!got.ok());
        QCOMPARE(got.error().code, std::string("wrong_input_size"));
        QVERIFY2(ask(**classifier, {under_test_->pictures()[0]}).ok(), "it works on afterwards");
    }

    void passedDeadlineIsGivenUp() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto pixels = joined(under_test_->pictures());
        const auto late = (*classifier)->classify({pixels, 12, side, side}, {}, Clock::now() - 1s);
        QVERIFY(!late.ok());
        QCOMPARE(late.error().code, std::string("deadline_passed"));
        const auto after = ask(**classifier, under_test_->pictures());
        QVERIFY(after.ok());
        QVERIFY(difference(row(after->logits, 0, 10), under_test_->reference()[0]) <
                against_double);
    }

    void deadlineMayBeFarAway() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        const auto pixels = joined(under_test_->pictures());
        QVERIFY(
            (*classifier)->classify({pixels, 12, side, side}, {}, Clock::time_point::max()).ok());
    }

    void twoThreadsWithAClassifierEach() {
        std::atomic<int> right = 0;
        const auto work = [&] {
            auto classifier = under_test_->load({.threads = 1});
            for (int turn = 0; classifier && turn < 20; ++turn) {
                const auto got = ask(**classifier, under_test_->pictures());
                bool good = got.ok();
                for (std::size_t i = 0; good && i < under_test_->pictures().size(); ++i) {
                    good = difference(row(got->logits, i, 10), under_test_->reference()[i]) <
                           against_double;
                }
                right += good ? 1 : 0;
            }
        };
        {
            const std::jthread first(work);
            const std::jthread second(work);
        }
        QCOMPARE(right.load(), 40);
    }

    void classifierMayMoveToAnotherThread() {
        auto classifier = under_test_->load();
        QVERIFY(classifier.ok());
        QVERIFY(ask(**classifier, under_test_->pictures()).ok());
        bool good = false;
        std::jthread([&] {
            const auto got = ask(**classifier, under_test_->pictures());
            good = got.ok() && difference(row(got->logits, 0, 10), under_test_->reference()[0]) <
                                   against_double;
            classifier->reset();
        }).join();
        QVERIFY(good);
    }

    void hundredLoadsLeaveNothingBehind() {
        double before = 0;
        for (int turn = 0; turn < 100; ++turn) {
            auto classifier = under_test_->load();
            QVERIFY(classifier.ok());
            QVERIFY(ask(**classifier, {under_test_->pictures()[0]}).ok());
            if (turn == 20) { // caches are warm
                before = resident_mebibytes();
            }
        }
        // The model has 0.7 MiB of weights: kept 79 times they would be 55.
        const double growth = resident_mebibytes() - before;
        QVERIFY2(growth < 25, qPrintable(QString("grew by %1 MiB").arg(growth)));
    }

    void backendMayBeCreatedAgainAndAgain() {
        const QString id = under_test_->id();
        for (int turn = 0; turn < 100; ++turn) {
            QVERIFY(under_test_->catalog().load(id).ok());
        }
        QVERIFY(under_test_->load().ok());
    }

    void disagreeingGoldenPicturesAreRefused_data() {
        QTest::addColumn<double>("factor");
        QTest::newRow("scaled") << 1.2;
        QTest::newRow("not a number") << std::nan("");
        QTest::newRow("infinite") << HUGE_VAL;
    }
    void disagreeingGoldenPicturesAreRefused() {
        QFETCH(double, factor);
        Model model = under_test_->model();
        for (float &logit : model.golden.logits.back()) {
            logit = static_cast<float>(logit * factor);
        }
        for (const int max_batch : {1, 12}) {
            const auto got = under_test_->backend().load_classifier(
                model, under_test_->device(),
                {.precision = Precision::float32, .max_batch = max_batch});
            QVERIFY(!got.ok());
            QCOMPARE(got.error().code, std::string("golden_disagrees"));
            QCOMPARE(got.error().arguments.size(), std::size_t{2});
        }
    }

    void modelWithoutGoldenPicturesIsTaken() {
        Model model = under_test_->model();
        model.golden = {};
        QVERIFY(under_test_->backend()
                    .load_classifier(model, under_test_->device(), {.max_batch = 2})
                    .ok());
    }

    void unknownDeviceIsRefused() {
        const auto got =
            under_test_->backend().load_classifier(under_test_->model(), "abacus:7", {});
        QVERIFY(!got.ok());
        QCOMPARE(got.error().code, std::string("no_such_device"));
    }

    void missingTensorIsNamed() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        Model model = under_test_->model();
        model.weights.erase("layer3.1.conv2.weight");
        const auto got = under_test_->backend().load_classifier(model, under_test_->device(), {});
        QVERIFY(!got.ok());
        QCOMPARE(got.error(), (Error{"missing_tensor", {"layer3.1.conv2.weight"}}));
    }

    void wrongShapeIsNamed() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        Model model = under_test_->model();
        model.weights.at("fc.bias") = model.weights.at("bn1.bias");
        const auto got = under_test_->backend().load_classifier(model, under_test_->device(), {});
        QVERIFY(!got.ok());
        QCOMPARE(got.error().code, std::string("wrong_shape"));
        QCOMPARE(got.error().arguments.at(0), std::string("fc.bias"));
    }

    void notANumberInTheWeightsIsCaughtByTheGoldenPictures() {
        if (!under_test_->has_weights()) {
            QSKIP("this backend has no network");
        }
        Model model = under_test_->model();
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(model.weights.at("conv1.weight").bytes.data(), &nan, sizeof nan);
        const auto got = under_test_->backend().load_classifier(model, under_test_->device(),
                                                                {.precision = Precision::float32});
        QVERIFY(!got.ok());
        QCOMPARE(got.error().code, std::string("golden_disagrees"));
    }

    void matrixProductIsMeasured() {
        const auto seconds = under_test_->backend().matrix_product_seconds(64, 1);
        QVERIFY(seconds.ok());
        QVERIFY(*seconds > 0 && std::isfinite(*seconds));
    }
};

std::unique_ptr<QObject> make_robustness_test() {
    return std::make_unique<ConformanceRobustness>();
}
#include "robustness_test.moc"
