// A network by its name.
#pragma once

#include "core/support/result.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// A network by name and options; the text form is SPEC of the command line
/// ("resnet18-cifar:width=8,classes=3").
struct Architecture {
    std::string family = "resnet"; ///< "resnet", "fastnet" or "efficientnet-lite0"
    int depth = 18;                ///< resnet only: 18, 34, 50, 101, 152
    std::string stem = "cifar";    ///< resnet only: "cifar" (3×3) or "imagenet" (7×7, max-pool)
    int width = 64;                ///< resnet only: channels behind the stem
    std::array<int, 3> widths{64, 256, 256}; ///< fastnet only: channels of its three layers
    int classes = 10;

    bool operator==(const Architecture &) const = default;
};

/// Parses SPEC. Errors: bad_architecture (text).
[[nodiscard]] Result<Architecture> parse_architecture(std::string_view spec);
/// All options written out; parse_architecture() takes it back.
[[nodiscard]] std::string to_spec(const Architecture &architecture);
/// The name of a field that is out of range, or nothing.
[[nodiscard]] std::optional<std::string> invalid_field(const Architecture &architecture);

} // namespace vitrine
