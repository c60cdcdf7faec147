// What is said of a moving picture, against sequences whose course is known.
#include "core/camera/answer/live_answer.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/images/decode_image.hpp"
#include "core/images/resize.hpp"

#include <QtTest>

#include <cmath>
#include <random>

using namespace vitrine;

namespace {

Manifest pets() {
    Manifest manifest;
    manifest.labels = {
        {"tabby", "虎斑猫"}, {"siamese", "暹罗猫"}, {"poodle", "贵宾犬"}, {"car", "车"}};
    manifest.parents = {{"cat", {"cat", "猫"}, {0, 1}}};
    manifest.calibration = {1.0, 0.8, 0.5, {}};
    return manifest;
}

Verdict verdict(double tabby, double poodle) {
    return judge(pets(), Scores{{tabby, 0, poodle, 1 - tabby - poodle}, false}, 5);
}

/// Fixed noise, so that no pattern repeats; `spread` around `mean`.
Frame noisy(int side, double mean, double spread, unsigned seed) {
    Frame frame;
    frame.set_size(side, side);
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(mean, spread);
    for (std::size_t i = 0; i < frame.pixels.size(); i += 4) {
        const auto value =
            static_cast<std::uint8_t>(std::lround(std::clamp(normal(random), 0.0, 255.0)));
        std::fill_n(frame.pixels.begin() + static_cast<std::ptrdiff_t>(i), 3, value);
        frame.pixels[i + 3] = 255;
    }
    return frame;
}

Rect whole(const Frame &frame) { return {0, 0, frame.width, frame.height}; }

Frame photograph(const char *name = "coffee.png") {
    auto image = read_image(std::filesystem::path(VITRINE_FIXTURES) / name);
    Frame frame;
    fill_frame(frame, *image);
    return frame;
}

/// Blurred over `factor` pixels and back at its size.
Frame blurred(const Frame &frame, int factor) {
    const Image image = to_image(frame);
    const Image small = resize(image, {0, 0, image.width, image.height}, image.width / factor,
                               image.height / factor, Filter::bilinear);
    Frame result;
    fill_frame(result, resize(small, {0, 0, small.width, small.height}, image.width, image.height,
                              Filter::bicubic));
    return result;
}

Frame brighter(Frame frame, double gain) {
    for (std::size_t i = 0; i < frame.pixels.size(); ++i)
        if (i % 4 != 3)
            frame.pixels[i] = static_cast<std::uint8_t>(std::min(255.0, frame.pixels[i] * gain));
    return frame;
}

Frame shifted(const Frame &frame, int pixels) {
    Frame result = frame;
    for (int y = 0; y < frame.height; ++y)
        std::copy_n(frame.row(y), std::ptrdiff_t{4} * (frame.width - pixels),
                    result.row(y) + std::ptrdiff_t{4} * pixels);
    return result;
}

Glance glance(const Frame &frame) { return glance_at(frame, whole(frame)); }

} // namespace

class TestAnswer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void smoothing_follows_its_closed_form_at_any_rate_data() {
        QTest::addColumn<double>("rate");
        for (const double rate : {2.0, 5.0, 30.0, 120.0})
            QTest::addRow("%g frames a second", rate) << rate;
    }
    void smoothing_follows_its_closed_form_at_any_rate() {
        QFETCH(double, rate);
        ScoreSmoother smoother;
        static_cast<void>(smoother.add({{0.0, 1.0}, false}, 10));
        // From then on the other class.
        for (int i = 1; i <= static_cast<int>(2 * rate); ++i) {
            const double passed = i / rate;
            const Scores &scores = smoother.add({{1.0, 0.0}, false}, 10 + passed);
            QVERIFY(std::abs(scores.probabilities[0] - (1 - std::exp(-passed / 0.5))) < 1e-9);
            QVERIFY(std::abs(scores.probabilities[0] + scores.probabilities[1] - 1) < 1e-9);
        }
    }

    void smoothing_bears_what_comes() {
        ScoreSmoother smoother;
        QVERIFY(smoother.add({}, 0).probabilities.empty());
        QCOMPARE(smoother.add({{0.25, 0.75}, false}, 1).probabilities[1], 0.75);
        QCOMPARE(smoother.add({}, 2).probabilities[1], 0.75);
        QCOMPARE(smoother.add({{1.0, 0.0}, false}, 0.5).probabilities[1], 0.75); // time stood still
        QCOMPARE(smoother.add({{0.5, 0.25, 0.25}, false}, 3).probabilities.size(), std::size_t{3});
        smoother.restart();
        QCOMPARE(smoother.add({{0.0, 0.0, 1.0}, false}, 3.01).probabilities[2], 1.0);
    }

    void being_like_nothing_turns_only_when_it_is_clear() {
        ScoreSmoother smoother;
        double time = 0;
        QVERIFY(!smoother.add({{1.0}, false}, time).rejected);
        int turns = 0;
        bool last = false;
        for (int i = 0; i < 300; ++i) { // now this, now that
            const bool now = smoother.add({{1.0}, i % 2 == 0}, time += 1.0 / 30).rejected;
            turns += now != last ? 1 : 0;
            last = now;
        }
        QCOMPARE(turns, 0);
        for (int i = 0; i < 30; ++i)
            last = smoother.add({{1.0}, true}, time += 1.0 / 30).rejected;
        QVERIFY(last);
        for (int i = 0; i < 30; ++i)
            last = smoother.add({{1.0}, false}, time += 1.0 / 30).rejected;
        QVERIFY(!last);
    }

    void a_verdict_is_held() {
        SteadyVerdict steady;
        const Manifest manifest = pets();
        QCOMPARE(steady.add(manifest, verdict(0.9, 0.05), 0).headline.en, std::string("cat"));
        for (double time = 0.03; time < 1.19; time += 0.03)
            QCOMPARE(steady.add(manifest, verdict(0.05, 0.9), time).headline.en,
                     std::string("cat"));
        QCOMPARE(steady.add(manifest, verdict(0.05, 0.9), 1.2).headline.en, std::string("poodle"));
    }

    void a_word_that_is_hardly_ahead_does_not_take_over() {
        SteadyVerdict steady;
        const Manifest manifest = pets();
        QCOMPARE(steady.add(manifest, verdict(0.51, 0.45), 0).headline.en, std::string("cat"));
        const Verdict &close = steady.add(manifest, verdict(0.48, 0.51), 2);
        QCOMPARE(close.headline.en, std::string("cat"));
        QCOMPARE(close.confidence, Confidence::probably);
        QCOMPARE(steady.add(manifest, verdict(0.4, 0.55), 4).headline.en, std::string("poodle"));
    }

    void confidence_has_hysteresis() {
        SteadyVerdict steady;
        const Manifest manifest = pets();
        const auto level = [&](double probability, double time) {
            return steady.add(manifest, verdict(probability, (1 - probability) / 2), time)
                .confidence;
        };
        QCOMPARE(level(0.79, 0), Confidence::probably);
        QCOMPARE(level(0.81, 2), Confidence::sure);
        QCOMPARE(level(0.76, 4), Confidence::sure);
        QCOMPARE(level(0.74, 6), Confidence::probably);
        QCOMPARE(level(0.78, 8), Confidence::probably);
        QCOMPARE(level(0.46, 10), Confidence::probably);
        QCOMPARE(level(0.44, 12), Confidence::not_sure);
        QCOMPARE(level(0.48, 14), Confidence::not_sure);
    }

    void words_that_swing_about_the_threshold_do_not_flicker() {
        SteadyVerdict steady;
        const Manifest manifest = pets();
        std::mt19937 random(3);
        std::normal_distribution<double> noise(0.8, 0.015);
        int changes = -1;
        std::optional<Confidence> last;
        for (int i = 0; i < 900; ++i) { // half a minute
            const auto now = steady.add(manifest, verdict(noise(random), 0), i / 30.0).confidence;
            changes += last != now ? 1 : 0;
            last = now;
        }
        QVERIFY(changes <= 1);
    }

    void a_hidden_word_that_leads_is_never_said() {
        Manifest manifest = pets();
        manifest.never_headline = {3};
        SteadyVerdict steady;
        const auto judged = [&](double tabby, double hidden) {
            return judge(manifest, Scores{{tabby, 0, 0, hidden}, false}, 5);
        };
        QCOMPARE(steady.add(manifest, judged(0.9, 0.1), 0).confidence, Confidence::sure);
        QCOMPARE(steady.add(manifest, judged(0.05, 0.95), 2).confidence, Confidence::not_sure);
    }

    void after_a_restart_the_next_is_said_at_once() {
        SteadyVerdict steady;
        const Manifest manifest = pets();
        static_cast<void>(steady.add(manifest, verdict(0.9, 0.05), 0));
        steady.restart();
        QCOMPARE(steady.add(manifest, verdict(0.05, 0.9), 0.1).headline.en, std::string("poodle"));
    }

    void scenes_are_told_from_light_noise_and_movement() {
        const Frame picture = photograph();
        const Frame other = photograph("chelsea.png");
        const auto cuts = [](const Frame &from, const Frame &to) {
            SceneCut cut;
            const bool first = cut.add(glance(from));
            return !first && cut.add(glance(to));
        };
        QVERIFY(!cuts(picture, picture));
        QVERIFY(!cuts(picture, brighter(picture, 1.3)));
        QVERIFY(!cuts(picture, brighter(picture, 0.5)));
        QVERIFY(!cuts(picture, shifted(picture, picture.width / 40)));
        QVERIFY(!cuts(noisy(200, 120, 20, 1), noisy(200, 120, 20, 2)));
        QVERIFY(!cuts(noisy(200, 120, 0, 1), noisy(200, 128, 0, 2)));
        QVERIFY(cuts(picture, other));
        QVERIFY(cuts(picture, noisy(200, 120, 3, 1)));
        QVERIFY(cuts(noisy(200, 60, 3, 1), noisy(200, 180, 3, 2)));
    }

    void each_fault_is_noticed_within_two_seconds_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<double>("rate");
        for (const char *fault : {"black", "dark", "blurred", "frozen"})
            for (const double rate : {2.0, 10.0, 30.0})
                QTest::newRow(
                    qPrintable(QStringLiteral("%1 at %2").arg(QLatin1String(fault)).arg(rate)))
                    << QString(fault) << rate;
    }
    void each_fault_is_noticed_within_two_seconds() {
        QFETCH(QString, fault);
        QFETCH(double, rate);
        const Frame good = photograph();
        Frame bad = good;
        if (fault == "black")
            bad = noisy(300, 3, 1, 1);
        else if (fault == "dark")
            bad = brighter(good, 0.15);
        else if (fault == "blurred")
            bad = blurred(good, 25);
        // Every frame has another mark, as a sensor's noise would leave it, unless it is frozen.
        unsigned char mark = 0;
        const auto seen = [&](Frame frame, bool moves) {
            frame.pixels[0] = moves ? ++mark : 0;
            return glance(frame);
        };
        PictureWatch watch(true);
        double time = 0;
        for (; time < 3; time += 1 / rate)
            QCOMPARE(watch.add(seen(good, true), time), PictureState::good);
        const double began = time;
        PictureState state = PictureState::good;
        for (; state == PictureState::good && time < began + 5; time += 1 / rate)
            state = watch.add(seen(bad, fault != "frozen"), time);
        QCOMPARE(QString::fromLatin1(to_string(state).data()), fault);
        QVERIFY2(time - 1 / rate - began <= 2.0 + 1e-9, qPrintable(QString::number(time - began)));
        // And mended.
        const double mended = time;
        for (; state != PictureState::good && time < mended + 5; time += 1 / rate)
            state = watch.add(seen(good, true), time);
        QVERIFY(time - mended <= 2.0);
    }

    void a_short_fault_is_not_worth_a_word() {
        PictureWatch watch(true);
        const Glance good = glance(photograph());
        const Glance black = glance(noisy(300, 3, 1, 1));
        for (int i = 0; i < 300; ++i) { // a hand passes, half a second in two
            Glance now = i % 60 < 15 ? black : good;
            now.fingerprint = std::to_string(i);
            QCOMPARE(watch.add(now, i / 30.0), PictureState::good);
        }
    }

    void a_recorded_picture_may_stand_still() {
        PictureWatch watch(false);
        const Glance same = glance(photograph());
        for (int i = 0; i < 100; ++i)
            QCOMPARE(watch.add(same, i / 10.0), PictureState::good);
    }

    void a_plain_wall_is_not_blurred() {
        PictureWatch watch(true);
        for (unsigned i = 0; i < 60; ++i)
            QCOMPARE(watch.add(glance(noisy(300, 150, 4, i)), i / 10.0), PictureState::good);
    }

    void a_glance_measures_what_it_says() {
        const Glance plain = glance(noisy(200, 100, 0, 1));
        QVERIFY(std::abs(plain.brightness - 100) < 0.5);
        QVERIFY(plain.contrast < 0.5);
        QVERIFY(glance(photograph()).sharpness > 0.1);
        QVERIFY(glance(blurred(photograph(), 25)).sharpness < 0.02);
        for (const auto &[width, height] : {std::pair{1, 1}, {1, 50}, {97, 3}}) {
            Frame tiny;
            tiny.set_size(width, height);
            std::ranges::fill(tiny.pixels, std::uint8_t{255});
            QVERIFY(std::abs(glance(tiny).brightness - 255) < 1);
            QCOMPARE(glance(tiny).sharpness, 1.0);
        }
        QCOMPARE(glance(Frame{}).brightness, 0.0);
    }

    void a_scene_that_changes_is_answered_at_once_and_movement_calmly() {
        LiveAnswer answer(pets(), true);
        Frame cat = photograph(), dog = noisy(300, 200, 5, 4);
        const std::vector<float> says_cat{9, 0, 0, 0}, says_dog{0, 0, 9, 0};
        cat.captured += std::chrono::seconds(10);
        dog.captured = cat.captured + std::chrono::milliseconds(100);
        QCOMPARE(answer.add(cat, says_cat).shown.headline.en, std::string("cat"));
        const LiveReading cut = answer.add(dog, says_dog);
        QVERIFY(cut.scene_began);
        QCOMPARE(cut.shown.headline.en, std::string("poodle"));
        // The same picture, of which the model suddenly thinks otherwise.
        dog.captured += std::chrono::milliseconds(100);
        const LiveReading calm = answer.add(dog, says_cat);
        QVERIFY(!calm.scene_began);
        QCOMPARE(calm.shown.headline.en, std::string("poodle"));
        const double expected = std::exp(-0.1 / 0.5);
        QVERIFY(std::abs(calm.smoothed.candidates[0].probability - expected) < 0.01);
    }

    void what_is_waved_about_changes_the_words_once_a_hold() {
        LiveAnswer answer(pets(), true);
        Frame cat = photograph(), dog = noisy(300, 200, 5, 4);
        int cuts = 0, changes = -1;
        std::string last;
        for (int i = 0; i < 60; ++i) { // six seconds, another picture at each look
            Frame &now = i % 2 == 0 ? cat : dog;
            now.captured = Frame::Clock::time_point(std::chrono::milliseconds(10'000 + 100 * i));
            const std::vector<float> says =
                i % 2 == 0 ? std::vector<float>{9, 0, 0, 0} : std::vector<float>{0, 0, 9, 0};
            const LiveReading reading = answer.add(now, says);
            cuts += reading.scene_began ? 1 : 0;
            changes += reading.shown.headline.en != last ? 1 : 0;
            last = reading.shown.headline.en;
        }
        QVERIFY(cuts > 50);
        QVERIFY2(changes <= 6 / SteadyVerdict::hold_s, qPrintable(QString::number(changes)));
    }
};

QTEST_GUILESS_MAIN(TestAnswer)
#include "test_answer.moc"
