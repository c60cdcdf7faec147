#include "core/networks/architecture.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

namespace vitrine {

namespace {

constexpr std::string_view known_architectures =
    "resnetN-cifar and resnetN-imagenet (N is 18, 34, 50, 101 or 152), fastnet, efficientnet-lite0";
constexpr int largest_width = 4096;
constexpr int largest_class_count = 100'000;

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

/// The part before the first `separator`; `text` keeps what follows it.
std::string_view take_until(std::string_view &text, char separator) {
    const std::size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
    return part;
}

std::optional<Architecture> named(std::string_view name) {
    Architecture architecture;
    if (name == "fastnet" || name == "efficientnet-lite0") {
        architecture.family = name;
        architecture.classes = name == "fastnet" ? 10 : 1000;
        return architecture;
    }
    constexpr std::string_view prefix = "resnet";
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    name.remove_prefix(prefix.size());
    const std::optional<int> depth = whole_number(take_until(name, '-'));
    if (!depth || (name != "cifar" && name != "imagenet")) {
        return std::nullopt;
    }
    architecture.depth = *depth;
    architecture.stem = name;
    architecture.classes = name == "imagenet" ? 1000 : 10;
    return architecture;
}

bool set_option(Architecture &architecture, std::string_view key, std::string_view value) {
    if (key == "widths" && architecture.family == "fastnet") {
        for (std::size_t i = 0; i < architecture.widths.size(); ++i) {
            const bool last = i + 1 == architecture.widths.size();
            const auto width = whole_number(last ? value : take_until(value, '/'));
            if (!width) {
                return false;
            }
            architecture.widths[i] = *width;
        }
        return true;
    }
    const std::optional<int> number = whole_number(value);
    if (!number) {
        return false;
    }
    if (key == "classes") {
        architecture.classes = *number;
        return true;
    }
    if (key == "width" && architecture.family == "resnet") {
        architecture.width = *number;
        return true;
    }
    return false;
}

} // namespace

std::optional<std::string> invalid_field(const Architecture &architecture) {
    const auto in_range = [](int width) { return width >= 1 && width <= largest_width; };
    if (architecture.family == "resnet") {
        static constexpr std::array depths{18, 34, 50, 101, 152};
        if (std::ranges::find(depths, architecture.depth) == depths.end()) {
            return "depth";
        }
        if (architecture.stem != "cifar" && architecture.stem != "imagenet") {
            return "stem";
        }
        if (!in_range(architecture.width)) {
            return "width";
        }
    } else if (architecture.family == "fastnet") {
        if (!std::ranges::all_of(architecture.widths, in_range)) {
            return "widths";
        }
    } else if (architecture.family != "efficientnet-lite0") {
        return "family";
    }
    if (architecture.classes < 1 || architecture.classes > largest_class_count) {
        return "classes";
    }
    return std::nullopt;
}

Result<Architecture> parse_architecture(std::string_view spec) {
    const Error bad{"bad_architecture", {std::string(spec), std::string(known_architectures)}};
    std::string_view rest = spec;
    std::optional<Architecture> architecture = named(take_until(rest, ':'));
    const bool promises_options = spec.find(':') != std::string_view::npos;
    if (!architecture || (promises_options && rest.empty()) || spec.ends_with(',')) {
        return bad;
    }
    std::set<std::string_view> seen;
    while (!rest.empty()) {
        std::string_view value = take_until(rest, ',');
        const std::string_view key = take_until(value, '=');
        if (!seen.insert(key).second || !set_option(*architecture, key, value)) {
            return bad;
        }
    }
    if (invalid_field(*architecture)) {
        return bad;
    }
    return *architecture;
}

std::string to_spec(const Architecture &architecture) {
    if (architecture.family == "resnet") {
        return fmt::format("resnet{}-{}:width={},classes={}", architecture.depth, architecture.stem,
                           architecture.width, architecture.classes);
    }
    if (architecture.family == "fastnet") {
        return fmt::format("fastnet:widths={}/{}/{},classes={}", architecture.widths[0],
                           architecture.widths[1], architecture.widths[2], architecture.classes);
    }
    return fmt::format("{}:classes={}", architecture.family, architecture.classes);
}

} // namespace vitrine
