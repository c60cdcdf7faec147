#include "tests/backends/conformance/conformance_model.hpp"

#include "core/images/decode_image.hpp"
#include "core/models/import_names.hpp"
#include "core/models/safetensors.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace vitrine {
namespace {

const std::string fixtures = VITRINE_FIXTURES;

nlohmann::json expected_answers() {
    std::ifstream stream(fixtures + "/tutorial_resnet18_width8.expected.json");
    return nlohmann::json::parse(stream);
}

Manifest manifest_of(const char *name) {
    Manifest manifest;
    manifest.name = name;
    manifest.input.width = manifest.input.height = 32;
    const nlohmann::json expected = expected_answers();
    for (std::size_t k = 0; k < 3; ++k) {
        manifest.input.mean[k] = expected["mean"][k];
        manifest.input.std[k] = expected["std"][k];
    }
    for (int c = 0; c < manifest.architecture.classes; ++c) {
        manifest.labels.push_back({"class " + std::to_string(c), "类 " + std::to_string(c)});
    }
    return manifest;
}

} // namespace

Result<Model> tutorial_model() {
    auto file = read_safetensors(fixtures + "/tutorial_resnet18_width8.safetensors");
    if (!file) {
        return file.error();
    }
    auto imported = recognise_tensors(std::move(file->tensors));
    if (!imported) {
        return imported.error();
    }
    Model model{manifest_of("tutorial"), std::move(imported->weights), {}};
    model.manifest.architecture = imported->architecture;
    return model;
}

Model model_without_weights() { return {manifest_of("weightless"), {}, {}}; }

Result<KnownAnswers> tutorial_answers() {
    KnownAnswers answers;
    const nlohmann::json expected = expected_answers();
    for (const std::string name : expected["images"]) {
        auto image = read_image(fixtures + "/" + name);
        if (!image) {
            return image.error();
        }
        answers.images.push_back(std::move(*image));
    }
    answers.logits = expected["logits"].get<std::vector<std::vector<float>>>();
    return answers;
}

std::vector<Image> synthetic_pictures(int count, int side) {
    std::mt19937 random(
        20'240'229); // its numbers are fixed by the standard; distributions' are not
    std::vector<Image> images;
    for (int i = 0; i < count; ++i) {
        Image &image = images.emplace_back(Image{side, side, {}});
        const double wave = 0.15 + 0.05 * i;
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                for (int k = 0; k < 3; ++k) {
                    const double smooth = 110 + 100 * std::sin(wave * (x + (k + 1) * y) + k * i);
                    const double noise = static_cast<double>(random() % 41);
                    image.pixels.push_back(static_cast<std::uint8_t>(smooth + noise));
                }
            }
        }
    }
    return images;
}

Image plain_picture(int side, std::uint8_t level) {
    const auto bytes = static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3;
    return {side, side, std::vector<std::uint8_t>(bytes, level)};
}

std::vector<std::uint8_t> joined(const std::vector<Image> &images) {
    std::vector<std::uint8_t> pixels;
    for (const Image &image : images) {
        pixels.insert(pixels.end(), image.pixels.begin(), image.pixels.end());
    }
    return pixels;
}

} // namespace vitrine
