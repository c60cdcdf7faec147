#include "core/training/randomness.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace vitrine {

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) noexcept {
    constexpr std::uint64_t multiplier_0 = 0xD2511F53U;
    constexpr std::uint64_t multiplier_1 = 0xCD9E8D57U;
    constexpr std::uint32_t weyl_0 = 0x9E3779B9U;
    constexpr std::uint32_t weyl_1 = 0xBB67AE85U;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t product_0 = multiplier_0 * counter[0];
        const std::uint64_t product_1 = multiplier_1 * counter[2];
        counter = {static_cast<std::uint32_t>(product_1 >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(product_1),
                   static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(product_0)};
        key[0] += weyl_0;
        key[1] += weyl_1;
    }
    return counter;
}

std::array<std::uint32_t, 4> random_block(std::uint64_t seed, RandomStream stream,
                                          std::uint32_t epoch, std::uint64_t index) noexcept {
    return philox4x32({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                       epoch, static_cast<std::uint32_t>(stream)},
                      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

Augmentation augmentation_of(const AugmentationSpec &spec, std::uint64_t seed, int epoch,
                             std::int64_t sample, int height, int width) noexcept {
    const auto index = static_cast<std::uint64_t>(sample);
    if (spec.variants > 0) {
        epoch %= spec.variants;
    }
    // Two blocks a sample: one for crop and mirror, one for the cutout.
    const auto crop = random_block(seed, RandomStream::augmentation,
                                   static_cast<std::uint32_t>(epoch), 2 * index);
    Augmentation result;
    if (spec.crop_padding > 0) {
        const auto places = static_cast<std::uint32_t>(2 * spec.crop_padding + 1);
        result.shift_y = static_cast<int>(scaled_to(crop[0], places)) - spec.crop_padding;
        result.shift_x = static_cast<int>(scaled_to(crop[1], places)) - spec.crop_padding;
    }
    switch (spec.flip) {
    case AugmentationSpec::Flip::none:
        break;
    case AugmentationSpec::Flip::random:
        result.mirrored = (crop[2] >> 31) != 0;
        break;
    case AugmentationSpec::Flip::alternating: {
        const std::uint32_t coin = random_block(seed, RandomStream::flip, 0, index)[0] >> 31;
        result.mirrored = ((coin + static_cast<std::uint32_t>(epoch)) & 1U) != 0;
        break;
    }
    }
    if (spec.cutout > 0) {
        const auto place = random_block(seed, RandomStream::augmentation,
                                        static_cast<std::uint32_t>(epoch), 2 * index + 1);
        result.cutout_top =
            static_cast<int>(scaled_to(place[0], static_cast<std::uint32_t>(height))) -
            spec.cutout / 2;
        result.cutout_left =
            static_cast<int>(scaled_to(place[1], static_cast<std::uint32_t>(width))) -
            spec.cutout / 2;
    }
    return result;
}

std::vector<std::int32_t> shuffled(std::uint64_t seed, RandomStream stream, std::uint32_t epoch,
                                   std::int32_t count) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(count < 0 ? 0 : count));
    std::iota(order.begin(), order.end(), 0);
    std::array<std::uint32_t, 4> block{};
    for (std::size_t drawn = 0; drawn + 1 < order.size(); ++drawn) {
        if (drawn % block.size() == 0)
            block = random_block(seed, stream, epoch, drawn / block.size());
        const auto left = static_cast<std::uint32_t>(order.size() - drawn);
        std::swap(order[drawn], order[drawn + scaled_to(block[drawn % block.size()], left)]);
    }
    return order;
}

std::vector<std::int32_t> drawn(std::uint64_t seed, RandomStream stream, std::uint32_t epoch,
                                std::int32_t total, std::int32_t count) {
    auto chosen = shuffled(seed, stream, epoch, total);
    chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(count)));
    return chosen;
}

std::vector<std::int32_t> epoch_order(std::uint64_t seed, int epoch, std::int32_t count) {
    return shuffled(seed, RandomStream::order, static_cast<std::uint32_t>(epoch), count);
}

} // namespace vitrine
