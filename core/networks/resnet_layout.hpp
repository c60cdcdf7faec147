// How many blocks of which kind a ResNet has.
#pragma once

#include <array>
#include <optional>

namespace vitrine {

struct ResnetLayout {
    std::array<int, 4> blocks{}; ///< in each of the four layers
    bool bottleneck = false;     ///< 1×1, 3×3, 1×1 instead of two 3×3
    bool operator==(const ResnetLayout &) const = default;
};

/// Of depth 18, 34, 50, 101 or 152; nothing for others.
[[nodiscard]] std::optional<ResnetLayout> resnet_layout(int depth);

} // namespace vitrine
