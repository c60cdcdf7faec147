#include "core/training/randomness.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace vitrine;

namespace {
using Block = std::array<std::uint32_t, 4>;
constexpr std::uint64_t seed = 0x0123456789ABCDEFU;

/// Within five standard deviations of a binomial count.
bool plausible(int count, int trials, double probability) {
    const double mean = trials * probability;
    return std::abs(count - mean) < 5 * std::sqrt(mean * (1 - probability));
}
} // namespace

class TestRandomness : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Random123's kat_vectors, published with the paper.
    void philox_gives_the_published_answers() {
        QCOMPARE(philox4x32({0, 0, 0, 0}, {0, 0}),
                 (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
        constexpr std::uint32_t ones = 0xffffffff;
        QCOMPARE(philox4x32({ones, ones, ones, ones}, {ones, ones}),
                 (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
        QCOMPARE(
            philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    }

    void every_part_of_the_key_matters() {
        const Block base = random_block(1, RandomStream::order, 2, 3);
        QVERIFY(base != random_block(2, RandomStream::order, 2, 3));
        QVERIFY(base != random_block(1 + (std::uint64_t{1} << 32), RandomStream::order, 2, 3));
        QVERIFY(base != random_block(1, RandomStream::augmentation, 2, 3));
        QVERIFY(base != random_block(1, RandomStream::order, 3, 3));
        QVERIFY(base != random_block(1, RandomStream::order, 2, 4));
        QVERIFY(base != random_block(1, RandomStream::order, 2, 3 + (std::uint64_t{1} << 32)));
    }

    void an_order_holds_every_sample_once() {
        for (const int count : {0, 1, 2, 7, 1000}) {
            auto order = epoch_order(seed, 3, count);
            QCOMPARE(order, epoch_order(seed, 3, count));
            std::ranges::sort(order);
            for (int i = 0; i < count; ++i)
                QCOMPARE(order[static_cast<std::size_t>(i)], i);
            QCOMPARE(static_cast<int>(order.size()), count);
        }
        QVERIFY(epoch_order(seed, 0, 100) != epoch_order(seed, 1, 100));
        QVERIFY(epoch_order(seed, 0, 100) != epoch_order(seed + 1, 0, 100));
    }

    void every_order_comes_equally_often() {
        std::map<std::vector<std::int32_t>, int> counts;
        constexpr int trials = 24000;
        for (int epoch = 0; epoch < trials; ++epoch)
            ++counts[epoch_order(seed, epoch, 4)];
        QCOMPARE(counts.size(), std::size_t{24});
        for (const auto &[order, count] : counts)
            QVERIFY(plausible(count, trials, 1.0 / 24));
    }

    void crops_cover_all_places_evenly() {
        const AugmentationSpec spec{.crop_padding = 2, .cutout = 3};
        std::map<std::pair<int, int>, int> shifts;
        std::map<std::pair<int, int>, int> holes;
        constexpr int trials = 25000;
        for (int sample = 0; sample < trials; ++sample) {
            const Augmentation a = augmentation_of(spec, seed, 1, sample, 4, 5);
            ++shifts[{a.shift_y, a.shift_x}];
            ++holes[{a.cutout_top, a.cutout_left}];
            QVERIFY(!a.mirrored);
        }
        QCOMPARE(shifts.size(), std::size_t{25});
        QCOMPARE(holes.size(), std::size_t{20});
        for (const auto &[place, count] : shifts) {
            QVERIFY(std::abs(place.first) <= 2 && std::abs(place.second) <= 2);
            QVERIFY(plausible(count, trials, 1.0 / 25));
        }
        for (const auto &[place, count] : holes) {
            QVERIFY(place.first >= -1 && place.first <= 2);
            QVERIFY(place.second >= -1 && place.second <= 3);
            QVERIFY(plausible(count, trials, 1.0 / 20));
        }
    }

    void half_of_the_pictures_are_mirrored() {
        const AugmentationSpec random{.flip = AugmentationSpec::Flip::random};
        const AugmentationSpec alternating{.flip = AugmentationSpec::Flip::alternating};
        int by_chance = 0;
        int in_turn = 0;
        int same_again = 0;
        constexpr int trials = 10000;
        for (int sample = 0; sample < trials; ++sample) {
            const auto mirrored = [&](const AugmentationSpec &spec, int epoch) {
                return augmentation_of(spec, seed, epoch, sample, 32, 32).mirrored;
            };
            by_chance += mirrored(random, 0);
            same_again += mirrored(random, 0) == mirrored(random, 1);
            in_turn += mirrored(alternating, 0);
            QVERIFY(mirrored(alternating, 0) != mirrored(alternating, 1));
            QCOMPARE(mirrored(alternating, 0), mirrored(alternating, 2));
        }
        QVERIFY(plausible(by_chance, trials, 0.5));
        QVERIFY(plausible(same_again, trials, 0.5));
        QVERIFY(plausible(in_turn, trials, 0.5));
    }

    void variants_come_in_turn() {
        const AugmentationSpec spec{
            .crop_padding = 16, .flip = AugmentationSpec::Flip::random, .variants = 3};
        std::set<std::pair<int, int>> seen;
        for (int epoch = 0; epoch < 30; ++epoch) {
            const auto change = augmentation_of(spec, seed, epoch, 7, 224, 224);
            QCOMPARE(change, augmentation_of(spec, seed, epoch % 3, 7, 224, 224));
            seen.emplace(change.shift_y, change.shift_x);
        }
        QCOMPARE(seen.size(), std::size_t{3});
    }

    void what_is_drawn_is_drawn_once() {
        const auto some = drawn(seed, RandomStream::weights, 3, 100, 30);
        QCOMPARE(std::set<std::int32_t>(some.begin(), some.end()).size(), std::size_t{30});
        QVERIFY(std::ranges::all_of(some, [](std::int32_t one) { return one >= 0 && one < 100; }));
        QVERIFY(some != drawn(seed, RandomStream::weights, 4, 100, 30));
        QCOMPARE(drawn(seed, RandomStream::weights, 3, 5, 30).size(), std::size_t{5});
    }

    void without_augmentation_nothing_changes() {
        QCOMPARE(augmentation_of({}, seed, 5, 7, 32, 32), Augmentation{});
    }
};

QTEST_APPLESS_MAIN(TestRandomness)
#include "test_randomness.moc"
