// The fake does what its header says: other tests lean on that.
#include "backends/catalog/catalog.hpp"

#include <QtTest>
#include <cmath>

using namespace vitrine;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class FakeBackendTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Catalog> catalog_;
    std::shared_ptr<Backend> backend_;
    Model model_;

    std::unique_ptr<Classifier> load() {
        auto classifier = backend_->load_classifier(model_, "fake", {.max_batch = 4});
        return classifier ? std::move(*classifier) : nullptr;
    }
    /// One picture of one colour.
    Result<Classification> ask(Classifier &classifier, Clock::time_point deadline,
                               Wanted wanted = {}) {
        const std::vector<std::uint8_t> pixels{255, 0, 51, 255, 0, 51, 255, 0, 51, 255, 0, 51};
        return classifier.classify({pixels, 1, 2, 2}, wanted, deadline);
    }

  private Q_SLOTS:
    void initTestCase() {
        catalog_ = std::make_unique<Catalog>(QStringList{VITRINE_FAKES}, HostServices{});
        catalog_->scan();
        const auto chosen = catalog_->load("fake");
        QVERIFY(chosen.ok());
        backend_ = chosen->backend;
        model_.manifest.input.width = model_.manifest.input.height = 2;
        model_.manifest.architecture.classes = 3;
    }
    void cleanup() {
        for (const char *name :
             {"VITRINE_FAKE_LOSE_AFTER", "VITRINE_FAKE_SLOW_MS", "VITRINE_FAKE_WRONG"}) {
            qunsetenv(name);
        }
    }

    void logitsAreTheClosedForm() {
        const auto classifier = load();
        QVERIFY(classifier != nullptr);
        const auto got =
            ask(*classifier, Clock::time_point::max(), {.features = true, .activation_maps = true});
        QVERIFY(got.ok());
        for (std::size_t c = 0; c < 3; ++c) {
            const double angle = 1 + 3 * static_cast<double>(c);
            const double logit = 1.0 * std::sin(angle) + 0.2 * std::sin(angle + 2);
            QVERIFY(std::abs(got->logits[c] - logit) < 1e-6);
        }
        QCOMPARE(got->features, (std::vector<float>{1.F, 0.F, 0.2F}));
        QCOMPARE(got->activation_maps, std::vector<float>(4, got->logits[0]));
    }

    void deviceIsLostAfterSoManyCalls() {
        qputenv("VITRINE_FAKE_LOSE_AFTER", "2");
        const auto classifier = load();
        QVERIFY(classifier != nullptr);
        QVERIFY(ask(*classifier, Clock::time_point::max()).ok());
        QVERIFY(ask(*classifier, Clock::time_point::max()).ok());
        for (int turn = 0; turn < 2; ++turn) {
            QCOMPARE(ask(*classifier, Clock::time_point::max()).error().code,
                     std::string("device_lost"));
        }
    }

    void slowOneGivesUpAtTheDeadline() {
        qputenv("VITRINE_FAKE_SLOW_MS", "3600000");
        const auto classifier = load();
        QVERIFY(classifier != nullptr);
        QCOMPARE(ask(*classifier, Clock::now() + 20ms).error().code,
                 std::string("deadline_passed"));
    }

    void slowOneAnswersInTheEnd() {
        qputenv("VITRINE_FAKE_SLOW_MS", "20");
        const auto classifier = load();
        QVERIFY(classifier != nullptr);
        const auto start = Clock::now();
        QVERIFY(ask(*classifier, Clock::time_point::max()).ok());
        QVERIFY(Clock::now() - start >= 20ms);
    }

    void wrongOneIsRefusedByGoldenPictures() {
        const Image image{2, 2, std::vector<std::uint8_t>(12, 200)};
        auto logits = backend_->reference_logits(model_, {image});
        QVERIFY(logits.ok());
        Model model = model_;
        model.golden = {{image}, *logits};
        QVERIFY(backend_->load_classifier(model, "fake", {}).ok());
        qputenv("VITRINE_FAKE_WRONG", "1");
        QCOMPARE(backend_->load_classifier(model, "fake", {}).error().code,
                 std::string("golden_disagrees"));
    }
};

QTEST_GUILESS_MAIN(FakeBackendTest)
#include "fake_backend_test.moc"
