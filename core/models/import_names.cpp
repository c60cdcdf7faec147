#include "core/models/import_names.hpp"

#include "core/models/expected_tensors.hpp"
#include "core/networks/resnet_layout.hpp"

#include <array>
#include <charconv>

namespace vitrine {

namespace {

/// The tutorial puts a block's modules into one Sequential: convolution, norm, ReLU, and so on.
constexpr int modules_per_convolution = 3;

std::pair<std::string_view, std::string_view> split(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) {
        return {text, {}};
    }
    return {text.substr(0, at), text.substr(at + 1)};
}

std::optional<int> digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
        return std::nullopt;
    }
    return number;
}

bool is_layer(std::string_view part) {
    return part.size() == 6 && part.starts_with("layer") && part[5] >= '1' && part[5] <= '4';
}

/// "0.weight" → "conv1.weight", "4.bias" → "bn2.bias".
std::string module_from_tutorial(std::string_view rest, std::string_view conv,
                                 std::string_view norm) {
    const auto [number_text, parameter] = split(rest, '.');
    const std::optional<int> number = digits(number_text);
    if (!number || *number % modules_per_convolution > 1) {
        return {};
    }
    const bool is_convolution = *number % modules_per_convolution == 0;
    return std::string(is_convolution ? conv : norm) +
           std::to_string(*number / modules_per_convolution + 1) + "." + std::string(parameter);
}

/// Names that the tutorial does not have stay as they are, and are found out later.
std::string from_tutorial(const std::string &name) {
    const auto [first, rest] = split(name, '.');
    if (first == "conv1") {
        const std::string stem = module_from_tutorial(rest, "conv", "bn");
        return stem.starts_with("conv1.") || stem.starts_with("bn1.") ? stem : name;
    }
    if (!is_layer(first)) {
        return name;
    }
    const auto [block, inner] = split(rest, '.');
    const auto [part, module] = split(inner, '.');
    const std::string prefix = std::string(first) + "." + std::string(block) + ".";
    if (part == "left") {
        const std::string renamed = module_from_tutorial(module, "conv", "bn");
        return renamed.empty() ? name : prefix + renamed;
    }
    return part == "shortcut" ? prefix + "downsample." + std::string(module) : name;
}

/// "conv2.weight" → "3.weight", "bn2.bias" → "4.bias".
std::string module_to_tutorial(std::string_view module) {
    const bool is_convolution = module.starts_with("conv");
    const auto [kind, parameter] = split(module, '.');
    const int position = digits(kind.substr(is_convolution ? 4 : 2)).value_or(1) - 1;
    return std::to_string(position * modules_per_convolution + (is_convolution ? 0 : 1)) + "." +
           std::string(parameter);
}

/// Of a name that a ResNet has by the contract.
std::string to_tutorial(const std::string &name) {
    const auto [first, rest] = split(name, '.');
    if (first == "conv1" || first == "bn1") {
        return "conv1." + module_to_tutorial(name);
    }
    if (!is_layer(first)) {
        return name;
    }
    const auto [block, module] = split(rest, '.');
    const std::string prefix = std::string(first) + "." + std::string(block) + ".";
    if (module.starts_with("downsample.")) {
        return prefix + "shortcut." + std::string(split(module, '.').second);
    }
    return prefix + "left." + module_to_tutorial(module);
}

/// One side of a tensor's shape, if there is such a tensor and it has so many dimensions.
std::optional<int> side(const TensorMap &tensors, const std::string &name, std::size_t dimensions,
                        std::size_t which) {
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.shape.size() != dimensions) {
        return std::nullopt;
    }
    const std::int64_t value = found->second.shape[which];
    constexpr std::int64_t most = 1'000'000;
    return value >= 1 && value <= most ? std::optional(static_cast<int>(value)) : std::nullopt;
}

int count_blocks(const TensorMap &tensors, int layer) {
    constexpr int most = 100;
    int count = 0;
    while (count < most && tensors.contains("layer" + std::to_string(layer) + "." +
                                            std::to_string(count) + ".conv1.weight")) {
        ++count;
    }
    return count;
}

std::optional<Architecture> recognise_resnet(const TensorMap &tensors) {
    Architecture architecture;
    const auto width = side(tensors, "conv1.weight", 4, 0);
    const auto kernel = side(tensors, "conv1.weight", 4, 2);
    const auto classes = side(tensors, "fc.weight", 2, 0);
    if (!width || !kernel || !classes || (*kernel != 3 && *kernel != 7)) {
        return std::nullopt;
    }
    architecture.width = *width;
    architecture.stem = *kernel == 7 ? "imagenet" : "cifar";
    architecture.classes = *classes;
    ResnetLayout seen;
    for (std::size_t i = 0; i < seen.blocks.size(); ++i) {
        seen.blocks[i] = count_blocks(tensors, static_cast<int>(i) + 1);
    }
    seen.bottleneck = tensors.contains("layer1.0.conv3.weight");
    for (const int depth : {18, 34, 50, 101, 152}) {
        if (resnet_layout(depth) == seen) {
            architecture.depth = depth;
            return architecture;
        }
    }
    return std::nullopt;
}

std::optional<Architecture> recognise_fastnet(const TensorMap &tensors) {
    Architecture architecture;
    architecture.family = "fastnet";
    const auto classes = side(tensors, "head.weight", 2, 0);
    if (!classes) {
        return std::nullopt;
    }
    architecture.classes = *classes;
    for (std::size_t i = 0; i < architecture.widths.size(); ++i) {
        const auto width = side(tensors, "layer" + std::to_string(i + 1) + ".conv1.weight", 4, 0);
        if (!width) {
            return std::nullopt;
        }
        architecture.widths[i] = *width;
    }
    return architecture;
}

std::optional<Architecture> recognise(const TensorMap &tensors) {
    if (tensors.contains("whiten.weight")) {
        return recognise_fastnet(tensors);
    }
    if (tensors.contains("_conv_stem.weight")) {
        Architecture architecture;
        architecture.family = "efficientnet-lite0";
        architecture.classes = side(tensors, "_fc.weight", 2, 0).value_or(0);
        return architecture;
    }
    return recognise_resnet(tensors);
}

/// The first few names, for a person to see what kind of file it was.
Error not_recognised(const TensorMap &tensors) {
    constexpr int shown = 4;
    std::string seen;
    int count = 0;
    for (const auto &[name, tensor] : tensors) {
        if (count++ == shown) {
            break;
        }
        seen += (seen.empty() ? "" : ", ") + name.substr(0, 100) + " " + shape_text(tensor.shape);
    }
    if (tensors.size() > shown) {
        seen += ", … (" + std::to_string(tensors.size()) + " tensors)";
    }
    return {"not_recognised", {seen.empty() ? "no tensors" : seen}};
}

/// What could not be a tutorial's name stays unchanged, so other files pass through untouched.
Result<TensorMap> with_our_names(TensorMap tensors) {
    const bool is_tutorial = tensors.contains("conv1.0.weight");
    TensorMap renamed;
    for (auto &[name, tensor] : tensors) {
        if (name.starts_with("golden.")) {
            continue;
        }
        std::string ours = is_tutorial ? from_tutorial(name) : name;
        if (renamed.contains(ours)) {
            return Error{"unexpected_tensor", {name}};
        }
        renamed.emplace(std::move(ours), std::move(tensor));
    }
    return renamed;
}

} // namespace

std::string_view to_string(TensorNames names) noexcept {
    return names == TensorNames::tutorial ? "tutorial" : "torchvision";
}

Result<TensorNames> parse_tensor_names(std::string_view text) {
    for (const TensorNames names : {TensorNames::torchvision, TensorNames::tutorial}) {
        if (text == to_string(names)) {
            return names;
        }
    }
    return Error{"no_such_names", {std::string(text)}};
}

Result<ImportedModel> recognise_tensors(TensorMap tensors,
                                        const std::optional<Architecture> &wanted) {
    auto renamed = with_our_names(std::move(tensors));
    if (!renamed) {
        return renamed.error();
    }
    const std::optional<Architecture> architecture = wanted ? wanted : recognise(*renamed);
    if (!architecture || invalid_field(*architecture)) {
        return not_recognised(*renamed);
    }
    if (auto checked = check_tensors(*architecture, *renamed); !checked) {
        return checked.error();
    }
    ImportedModel model{*architecture, std::move(*renamed)};
    for (auto &[name, tensor] : model.weights) {
        if (is_floating(tensor.type) && tensor.type != DataType::float32) {
            tensor = to_float32(tensor);
        }
    }
    return model;
}

std::vector<std::pair<std::string, Tensor>> rename_for_export(const Model &model,
                                                              TensorNames names) {
    const Architecture &architecture = model.manifest.architecture;
    const bool tutorial = names == TensorNames::tutorial && architecture.family == "resnet";
    std::vector<std::pair<std::string, Tensor>> exported;
    for (const ExpectedTensor &expected : expected_tensors(architecture)) {
        std::string name = tutorial ? to_tutorial(expected.name) : expected.name;
        const auto found = model.weights.find(expected.name);
        if (found != model.weights.end()) {
            exported.emplace_back(std::move(name), found->second);
        } else if (expected.is_counter) {
            exported.emplace_back(std::move(name),
                                  Tensor{DataType::int64, {}, std::vector<std::byte>(8)});
        }
    }
    return exported;
}

} // namespace vitrine
