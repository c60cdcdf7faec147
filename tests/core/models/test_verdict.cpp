#include "core/models/verdict.hpp"

#include <QTest>
#include <cmath>
#include <limits>

using namespace vitrine;

namespace {

/// Three breeds under "cat", two things without a parent; the last is never a headline.
Manifest zoo() {
    Manifest manifest;
    manifest.architecture.classes = 5;
    manifest.labels = {{"tabby", "虎斑猫"},
                       {"siamese", "暹罗猫"},
                       {"lynx", "猞猁"},
                       {"car", "车"},
                       {"web site", "网站"}};
    manifest.parents = {{"cat", {"cat", "猫"}, {0, 1, 2}}};
    manifest.never_headline = {4};
    manifest.calibration = {1.0, 0.8, 0.5, {}};
    return manifest;
}

/// Logits whose softmax at temperature 1 are these probabilities.
std::vector<float> logits_of(const std::vector<double> &probabilities) {
    std::vector<float> logits;
    for (const double probability : probabilities) {
        logits.push_back(static_cast<float>(std::log(probability) + 3)); // any constant
    }
    return logits;
}

bool close(double left, double right) { return std::abs(left - right) < 1e-6; }

} // namespace

class TestVerdict : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void softmax_matches_its_closed_form() {
        const std::vector<float> logits{0.0F, std::log(3.0F)};
        QVERIFY(close(softmax(logits)[0], 0.25));
        QVERIFY(close(softmax(logits)[1], 0.75));
        // Half the logit: 1 : √3.
        QVERIFY(close(softmax(logits, 2.0)[1], std::sqrt(3.0) / (1 + std::sqrt(3.0))));
    }

    void softmax_bears_large_logits() {
        const auto probabilities = softmax(std::vector<float>{1e30F, 1e30F, -1e30F});
        QCOMPARE(probabilities, (std::vector<double>{0.5, 0.5, 0.0}));
    }

    void free_energy_matches_its_closed_form() {
        QVERIFY(close(free_energy(std::vector<float>{2.0F, 2.0F, 2.0F}, 1.0), -2 - std::log(3.0)));
        QVERIFY(close(free_energy(std::vector<float>{2.0F, 2.0F}, 4.0), -2 - 4 * std::log(2.0)));
        QVERIFY(close(free_energy(std::vector<float>{1e4F}, 1.0), -1e4));
    }

    void top_predictions_are_sorted_with_ties_by_id() {
        const std::vector<double> probabilities{0.1, 0.4, 0.1, 0.4};
        const auto top = top_predictions(probabilities, 3);
        QVERIFY(top == (std::vector<Prediction>{{1, 0.4}, {3, 0.4}, {0, 0.1}}));
        QCOMPARE(top_predictions(probabilities, 99).size(), std::size_t{4});
        QVERIFY(top_predictions(probabilities, -1).empty());
    }

    void parents_count_the_sum_of_their_members() {
        const auto verdict = judge(zoo(), logits_of({0.2, 0.25, 0.1, 0.4, 0.05}), 5);
        QCOMPARE(verdict.headline.en, std::string("cat"));
        QCOMPARE(verdict.confidence, Confidence::probably);
        QCOMPARE(verdict.candidates.size(), std::size_t{2});
        QVERIFY(close(verdict.candidates[0].probability, 0.55));
        QCOMPARE(verdict.candidates[0].parent, 0);
        QCOMPARE(verdict.candidates[0].best_class, 1);
        QCOMPARE(verdict.candidates[1].word.zh, std::string("车"));
        QCOMPARE(verdict.candidates[1].parent, -1);
        QCOMPARE(verdict.predictions.front().id, 3); // the classes keep their own order
        QCOMPARE(verdict.predictions.size(), std::size_t{5});
    }

    void confidence_follows_the_thresholds_data() {
        QTest::addColumn<double>("car");
        QTest::addColumn<int>("confidence");
        QTest::newRow("sure") << 0.81 << int(Confidence::sure);
        QTest::newRow("just not sure") << 0.79 << int(Confidence::probably);
        QTest::newRow("probably") << 0.51 << int(Confidence::probably);
        QTest::newRow("less") << 0.49 << int(Confidence::not_sure);
    }
    void confidence_follows_the_thresholds() {
        QFETCH(const double, car);
        QFETCH(const int, confidence);
        const double rest = (1 - car) / 4;
        // The cats are kept apart, so that the car leads.
        Manifest manifest = zoo();
        manifest.parents.clear();
        const auto verdict = judge(manifest, logits_of({rest, rest, rest, car, rest}), 3);
        QCOMPARE(verdict.headline.en, std::string("car"));
        QCOMPARE(int(verdict.confidence), confidence);
    }

    void temperature_lowers_the_confidence() {
        Manifest manifest = zoo();
        const auto logits = logits_of({0.01, 0.01, 0.01, 0.95, 0.02});
        QCOMPARE(judge(manifest, logits, 3).confidence, Confidence::sure);
        manifest.calibration.temperature = 4.0;
        QVERIFY(judge(manifest, logits, 3).confidence != Confidence::sure);
    }

    void a_word_that_is_never_a_headline_makes_unsure() {
        const auto verdict = judge(zoo(), logits_of({0.02, 0.02, 0.01, 0.05, 0.9}), 5);
        QCOMPARE(verdict.confidence, Confidence::not_sure);
        for (const Candidate &candidate : verdict.candidates) {
            QVERIFY(candidate.word.en != "web site");
        }
        QVERIFY(!verdict.headline.en.empty());
        QCOMPARE(verdict.predictions.front().id, 4);
    }

    void the_word_behind_it_is_not_sure_however_probable() {
        Manifest manifest = zoo();
        manifest.calibration.sure = manifest.calibration.probably = 0.3;
        const auto verdict = judge(manifest, logits_of({0.02, 0.02, 0.01, 0.4, 0.55}), 5);
        QCOMPARE(verdict.headline.en, std::string("car"));
        QCOMPARE(verdict.confidence, Confidence::not_sure);
    }

    void a_parent_led_by_such_a_class_is_left_out_too() {
        Manifest manifest = zoo();
        manifest.never_headline = {0};
        const auto verdict = judge(manifest, logits_of({0.6, 0.1, 0.1, 0.15, 0.05}), 5);
        QCOMPARE(verdict.headline.en, std::string("car"));
        QCOMPARE(verdict.confidence, Confidence::not_sure);
    }

    void rejects_above_the_energy() {
        Manifest manifest = zoo();
        const std::vector<float> logits{0.0F, 0.0F, 0.0F, 9.0F, 0.0F};
        const double energy = free_energy(logits, 1.0);
        manifest.calibration.reject_energy = energy + 0.01;
        QCOMPARE(judge(manifest, logits, 3).confidence, Confidence::sure);
        manifest.calibration.reject_energy = energy - 0.01;
        const auto verdict = judge(manifest, logits, 3);
        QCOMPARE(verdict.confidence, Confidence::unknown);
        QVERIFY(verdict.headline == Phrase{});
        QCOMPARE(verdict.predictions.size(), std::size_t{3});
    }

    void says_nothing_of_logits_that_make_no_sense() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float infinity = std::numeric_limits<float>::infinity();
        for (const auto &logits :
             {std::vector<float>{}, std::vector<float>{1.0F}, std::vector<float>{0, 0, nan, 0, 0},
              std::vector<float>{0, infinity, 0, 0, 0}}) {
            const auto verdict = judge(zoo(), logits, 3);
            QCOMPARE(verdict.confidence, Confidence::unknown);
            QVERIFY(verdict.candidates.empty() && verdict.predictions.empty());
        }
    }

    void names_confidences_as_the_contract_does() {
        QVERIFY(to_string(Confidence::sure) == "sure");
        QVERIFY(to_string(Confidence::probably) == "probably");
        QVERIFY(to_string(Confidence::not_sure) == "not_sure");
        QVERIFY(to_string(Confidence::unknown) == "unknown");
    }
};

QTEST_GUILESS_MAIN(TestVerdict)
#include "test_verdict.moc"
