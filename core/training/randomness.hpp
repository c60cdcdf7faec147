// Randomness without a state: every number follows from what it is for. So prefetching, resuming,
// augmenting on a device or splitting over machines cannot change it.
#pragma once

#include "core/training/training_spec.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace vitrine {

/// Philox4x32-10: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1,
/// 2, 3", SC 2011. Four independent uniform 32-bit numbers for each counter and key.
[[nodiscard]] std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                      std::array<std::uint32_t, 2> key) noexcept;

/// What a number is for; numbers of different streams have nothing to do with each other. The
/// values are part of what makes a run repeatable: never change them.
enum class RandomStream : std::uint32_t {
    order = 1,        ///< of the samples in an epoch
    augmentation = 2, ///< of a sample in an epoch
    flip = 3,         ///< which half is mirrored in even epochs
    weights = 4,      ///< initial weights
    split = 5,        ///< which samples are held back for testing
};

/// The four numbers of (seed, stream, epoch, index). index: a sample, or a block of a sequence.
[[nodiscard]] std::array<std::uint32_t, 4> random_block(std::uint64_t seed, RandomStream stream,
                                                        std::uint32_t epoch,
                                                        std::uint64_t index) noexcept;

/// 0 … bound − 1 out of a uniform 32-bit number; off from uniform by at most bound / 2³².
[[nodiscard]] constexpr std::uint32_t scaled_to(std::uint32_t number, std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{number} * bound) >> 32);
}

/// How one picture is changed before the network sees it. First the crop, then the mirror, then
/// the cutout, whose place refers to the result.
struct Augmentation {
    /// Pixel (y, x) of the result is pixel (y + shift_y, x + shift_x) of the picture, padded where
    /// that lies outside. −crop_padding … crop_padding.
    int shift_y = 0;
    int shift_x = 0;
    bool mirrored = false; ///< left and right exchanged
    /// Upper left corner of the cutout square, which may lie partly outside: its centre is uniform
    /// over the picture (T. DeVries, G. Taylor, arXiv 1708.04552). Meaningless without cutout.
    int cutout_top = 0;
    int cutout_left = 0;
    bool operator==(const Augmentation &) const = default;
};

/// epoch from 0; sample: index into the training pictures; height, width in pixels.
[[nodiscard]] Augmentation augmentation_of(const AugmentationSpec &spec, std::uint64_t seed,
                                           int epoch, std::int64_t sample, int height,
                                           int width) noexcept;

/// 0 … count − 1, shuffled by Fisher and Yates's method.
[[nodiscard]] std::vector<std::int32_t> shuffled(std::uint64_t seed, RandomStream stream,
                                                 std::uint32_t epoch, std::int32_t count);

/// `count` of 0 … total − 1, all where there are fewer: the first of them shuffled.
[[nodiscard]] std::vector<std::int32_t> drawn(std::uint64_t seed, RandomStream stream,
                                              std::uint32_t epoch, std::int32_t total,
                                              std::int32_t count);

/// The order in which an epoch (from 0) goes through `count` training pictures.
[[nodiscard]] std::vector<std::int32_t> epoch_order(std::uint64_t seed, int epoch,
                                                    std::int32_t count);

} // namespace vitrine
