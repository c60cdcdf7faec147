#include "app/commands/import_manifest.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <random>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;
using Colour = std::array<double, 3>; // each 0 to 1

InputRule usual_input(const Architecture &architecture) {
    InputRule input;
    if (architecture.family == "fastnet") {
        input.mean = {0.4914F, 0.4822F, 0.4465F};
        input.std = {0.2470F, 0.2435F, 0.2616F};
    } else if (architecture.family == "efficientnet-lite0") {
        input.mean = {127.F / 255, 127.F / 255, 127.F / 255};
        input.std = {128.F / 255, 128.F / 255, 128.F / 255};
    } else if (architecture.stem == "imagenet") {
        input.mean = {0.485F, 0.456F, 0.406F};
        input.std = {0.229F, 0.224F, 0.225F};
    }
    const bool small = architecture.family == "fastnet" ||
                       (architecture.family == "resnet" && architecture.stem == "cifar");
    input.width = input.height = small ? 32 : 224;
    input.crop_fraction = small ? 1.0 : 0.875;
    return input;
}

/// x and y run from 0 to 1.
template <typename Paint> Image draw(const InputRule &rule, Paint paint) {
    Image image;
    image.width = rule.width;
    image.height = rule.height;
    for (int y = 0; y < rule.height; ++y)
        for (int x = 0; x < rule.width; ++x)
            for (const double value : paint((x + 0.5) / rule.width, (y + 0.5) / rule.height))
                image.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * value)));
    return image;
}

/// What parse_manifest() takes for a name: "my model" becomes "my-model".
std::string identifier_of(const std::string &title) {
    constexpr std::size_t longest = 200;
    std::string name;
    for (const char letter : title) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool usable = byte > 0x20 && byte != 0x7F && byte != '/' && byte != '\\';
        if (usable && !(name.empty() && (byte == '.' || byte == '-')))
            name += letter;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    if (name.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
            --end; // not within a letter of UTF-8
        name.resize(end);
    }
    while (name.ends_with('-'))
        name.pop_back();
    return name.empty() ? "model" : name;
}

} // namespace

Manifest usual_manifest(const Architecture &architecture, const std::string &title) {
    Manifest manifest;
    manifest.title = {title, title};
    manifest.name = identifier_of(title);
    manifest.architecture = architecture;
    manifest.input = usual_input(architecture);
    for (int id = 0; id < architecture.classes; ++id)
        manifest.labels.push_back({fmt::format("class {}", id), fmt::format("第 {} 类", id)});
    manifest.provenance.program_version = VITRINE_VERSION;
    return manifest;
}

Result<Manifest> with_card(const Manifest &manifest, const std::filesystem::path &card) {
    constexpr std::uint64_t limit = std::uint64_t{16} << 20;
    auto bytes = read_file(card, limit);
    if (!bytes)
        return bytes.error();
    const auto *text = reinterpret_cast<const char *>(bytes->data());
    const Json patch = Json::parse(text, text + bytes->size(), nullptr, false);
    if (!patch.is_object())
        return Error{"bad_card", {card.string(), "it is not a JSON object"}};
    for (const char *field : {"schema", "architecture"})
        if (patch.contains(field))
            return Error{"bad_card",
                         {card.string(), fmt::format("'{}' comes from the tensors", field)}};
    Json document = Json::parse(to_json(manifest));
    document.merge_patch(patch);
    return parse_manifest(json_text(document));
}

std::vector<Image> drawn_pictures(const InputRule &rule) {
    std::mt19937 random(1);
    const auto stripe = [](double position, int count) {
        return static_cast<int>(position * count) % 2 == 0;
    };
    std::vector<Image> pictures;
    pictures.push_back(draw(rule, [](double x, double y) { return Colour{x, y, 1 - x}; }));
    pictures.push_back(draw(rule, [&](double x, double y) {
        return stripe(x + 0.3 * y, 9) ? Colour{0.9, 0.8, 0.1} : Colour{0.1, 0.2, 0.5};
    }));
    pictures.push_back(draw(rule, [&](double x, double y) {
        return stripe(x, 6) == stripe(y, 6) ? Colour{1, 1, 1} : Colour{0, 0, 0};
    }));
    pictures.push_back(draw(rule, [](double x, double y) {
        const bool inside = std::hypot(x - 0.45, y - 0.55) < 0.3;
        return inside ? Colour{0.85, 0.2, 0.15} : Colour{0.4, 0.65 + 0.3 * y, 0.35};
    }));
    pictures.push_back(draw(rule, [&](double, double) {
        const auto value = [&] { return static_cast<double>(random() >> 24U) / 255; };
        const double red = value();
        const double green = value();
        return Colour{red, green, value()};
    }));
    pictures.push_back(draw(rule, [](double, double) { return Colour{0.2, 0.5, 0.8}; }));
    return pictures;
}

} // namespace vitrine
