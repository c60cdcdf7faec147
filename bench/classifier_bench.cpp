// Times the CPU backend's classifier on random pixels, without window, catalog or model file:
//
//     classifier_bench SPEC WEIGHTS.safetensors SIZE [ITERATIONS [THREADS [BATCH [PRECISION]]]]
//
// Checks itself against the double-precision network first, prints one JSON line.
#include "backends/cpu/cpu_backend.hpp"
#include "core/models/safetensors.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <random>

namespace {

using vitrine::Result;

[[noreturn]] void give_up(const vitrine::Error &error) {
    fmt::print(stderr, "{}\n", vitrine::english_message(error));
    std::exit(2);
}

template <typename T> T take(Result<T> result) {
    if (!result) {
        give_up(result.error());
    }
    return std::move(*result);
}

vitrine::Model make_model(const std::string &spec, const std::string &weights, int size) {
    vitrine::Model model;
    model.manifest.name = spec;
    model.manifest.architecture = take(vitrine::parse_architecture(spec));
    model.manifest.input.width = model.manifest.input.height = size;
    model.manifest.input.mean = {0.485F, 0.456F, 0.406F};
    model.manifest.input.std = {0.229F, 0.224F, 0.225F};
    model.weights = take(vitrine::read_safetensors(weights)).tensors;
    return model;
}

double difference(const std::vector<float> &given, const std::vector<float> &wanted) {
    double worst = 0;
    double largest = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        worst = std::max(worst, std::abs(double{given[i]} - double{wanted[i]}));
        largest = std::max(largest, std::abs(double{wanted[i]}));
    }
    return worst / largest;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 4) {
        fmt::print(stderr, "usage: classifier_bench SPEC WEIGHTS SIZE [ITERATIONS [THREADS "
                           "[BATCH [PRECISION]]]]\n");
        return 2;
    }
    const auto number = [&](int index, int otherwise) {
        return argc > index ? std::atoi(argv[index]) : otherwise;
    };
    const int size = number(3, 32);
    const int iterations = std::max(1, number(4, 100));
    const int batch = std::max(1, number(6, 1));
    const auto model = make_model(argv[1], argv[2], size);

    vitrine::ClassifierOptions options;
    options.threads = number(5, 2);
    options.max_batch = batch;
    options.precision = take(vitrine::parse_precision(argc > 7 ? argv[7] : "float32"));
    vitrine::HostServices services;
    services.log = [](vitrine::HostServices::Level, const std::string &text) {
        fmt::print(stderr, "{}\n", text);
    };
    const auto backend = take(vitrine::create_cpu_backend(services));
    auto classifier = take(backend->load_classifier(model, "cpu", options));

    vitrine::Image image{size, size, {}};
    std::mt19937 random(1);
    image.pixels.resize(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
    for (auto &byte : image.pixels) {
        byte = static_cast<std::uint8_t>(random() & 255U);
    }
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < batch; ++i) {
        pixels.insert(pixels.end(), image.pixels.begin(), image.pixels.end());
    }
    const vitrine::PixelBatch input{pixels, batch, size, size};
    const auto far = std::chrono::steady_clock::time_point::max();
    const auto first = take(classifier->classify(input, {}, far));
    const auto wanted = take(backend->reference_logits(model, {image}))[0];
    const double off =
        difference({first.logits.begin(), first.logits.begin() + first.classes}, wanted);

    std::vector<double> milliseconds;
    for (int i = -10; i < iterations; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (const auto result = classifier->classify(input, {}, far); !result) {
            give_up(result.error());
        }
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - start;
        if (i >= 0) {
            milliseconds.push_back(taken.count());
        }
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds[static_cast<std::size_t>(share *
                                                     static_cast<double>(milliseconds.size() - 1))];
    };
    fmt::print("{{\"model\":\"{}\",\"how\":\"{}\",\"threads\":{},\"precision\":\"{}\",\"batch\":{},"
               "\"iterations\":{},\"median_ms\":{:.3f},\"p99_ms\":{:.3f},\"min_ms\":{:.3f},"
               "\"images_per_second\":{:.1f},\"relative_difference\":{:.2e},\"times\":[{:.3f}]}}\n",
               argv[1], classifier->description(), classifier->threads(),
               vitrine::to_string(classifier->precision()), batch, iterations, at(0.5), at(0.99),
               milliseconds.front(), 1e3 * batch / at(0.5), off, fmt::join(milliseconds, ","));
    return 0;
}
