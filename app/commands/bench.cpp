// vitrine bench: how long one batch takes.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/interrupt.hpp"
#include "app/commands/random_model.hpp"
#include "app/commands/streams.hpp"
#include "app/services/heat_map.hpp"
#include "app/services/model_library.hpp"
#include "core/support/json_text.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <span>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t seed = 1;

struct BenchArguments {
    ComputeArguments compute;
    std::string architecture;
    std::vector<int> batches{1};
    int iterations = 100;
    int matrix_size = 0; ///< 0: a model is measured
    bool heat_map = false;
    bool json = false;
};

std::vector<Image> random_pictures(const InputRule &rule, int count) {
    std::mt19937 random(seed);
    std::vector<Image> pictures(static_cast<std::size_t>(count));
    for (Image &picture : pictures) {
        picture.width = rule.width;
        picture.height = rule.height;
        picture.pixels.resize(3 * static_cast<std::size_t>(rule.width) *
                              static_cast<std::size_t>(rule.height));
        for (std::uint8_t &value : picture.pixels)
            value = static_cast<std::uint8_t>(random() >> 24U);
    }
    return pictures;
}

struct Timing {
    double median_ms = 0;
    double p99_ms = 0;
};

struct Timings {
    Timing classify;
    std::optional<Timing> heat_map{}; ///< the same, and where the model looks, painted
};

/// Sorted times; quantiles by the nearest rank.
Timing summarise(std::vector<double> milliseconds) {
    std::sort(milliseconds.begin(), milliseconds.end());
    const std::size_t count = milliseconds.size();
    const auto rank = static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(count)));
    const double upper = milliseconds[count / 2];
    const double lower = milliseconds[(count - 1) / 2];
    return {(lower + upper) / 2, milliseconds[rank - 1]};
}

/// Milliseconds of one batch.
Result<double> pass(ModelSession &session, const std::vector<Image> &pictures, bool heat_map) {
    const auto start = Clock::now();
    const auto answer = session.classify(pictures, {.activation_maps = heat_map});
    if (!answer)
        return answer.error();
    const auto size = static_cast<std::size_t>(answer->map_height * answer->map_width);
    if (heat_map)
        for (std::size_t i = 0; i < pictures.size(); ++i)
            (void)paint_heat_map(std::span(answer->activation_maps).subspan(i * size, size),
                                 answer->map_height, answer->map_width, pictures[i].width,
                                 pictures[i].height);
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// With and without heat map in turns, so that both meet the same machine.
Result<Timings> measure(ModelSession &session, int batch, const BenchArguments &arguments) {
    const auto pictures = random_pictures(session.manifest().input, batch);
    // Caches, clock rates and lazily made kernels settle: a tenth as often, and half a second.
    const auto settled = Clock::now() + std::chrono::milliseconds(500);
    const int warm_up = std::max(3, arguments.iterations / 10);
    for (int i = 0; i < warm_up || Clock::now() < settled; ++i)
        if (auto took = pass(session, pictures, arguments.heat_map); !took)
            return took.error();
    std::array<std::vector<double>, 2> milliseconds;
    for (int i = 0; i < arguments.iterations && !Interrupt::requested(); ++i)
        for (const bool heat_map : {false, true}) {
            if (heat_map && !arguments.heat_map)
                continue;
            auto took = pass(session, pictures, heat_map);
            if (!took)
                return took.error();
            milliseconds[heat_map ? 1 : 0].push_back(*took);
        }
    Timings timings;
    if (!milliseconds[0].empty())
        timings.classify = summarise(std::move(milliseconds[0]));
    if (!milliseconds[1].empty())
        timings.heat_map = summarise(std::move(milliseconds[1]));
    return timings;
}

void print(const ModelSession &session, const BenchArguments &arguments, int batch,
           const Timings &timings) {
    const Timing &timing = timings.classify;
    const double rate = 1000.0 * batch / timing.median_ms;
    if (arguments.json) {
        Json line{{"model", session.manifest().name},
                  {"backend", session.backend()},
                  {"device", session.device()},
                  {"threads", session.threads()},
                  {"precision", to_string(session.precision())},
                  {"batch", batch},
                  {"iterations", arguments.iterations},
                  {"median_ms", timing.median_ms},
                  {"p99_ms", timing.p99_ms},
                  {"images_per_second", rate}};
        if (timings.heat_map) {
            line["heat_map_median_ms"] = timings.heat_map->median_ms;
            line["heat_map_p99_ms"] = timings.heat_map->p99_ms;
        }
        put("{}\n", json_text(line));
    } else {
        put("{} on {} ({}), {} threads, {}, batch {}: median {:.2f} ms, p99 {:.2f} ms, "
            "{:.1f} pictures a second [{}]\n",
            session.manifest().name, session.device(), session.backend(), session.threads(),
            to_string(session.precision()), batch, timing.median_ms, timing.p99_ms, rate,
            session.description());
        if (timings.heat_map)
            put("  with heat map: median {:.2f} ms, p99 {:.2f} ms, {:.2f} times as long\n",
                timings.heat_map->median_ms, timings.heat_map->p99_ms,
                timings.heat_map->median_ms / timing.median_ms);
    }
}

Result<std::unique_ptr<ModelSession>> open(Catalog &catalog, const BenchArguments &arguments,
                                           int batch) {
    if (!arguments.architecture.empty()) {
        auto architecture = parse_architecture(arguments.architecture);
        if (!architecture)
            return architecture.error();
        return ModelSession::open(
            catalog,
            [architecture = *architecture]() -> Result<Model> {
                return random_model(architecture, seed);
            },
            arguments.compute.options, batch);
    }
    auto file = find_model_file(arguments.compute.model);
    if (!file)
        return file.error();
    return ModelSession::open(catalog, *file, arguments.compute.options, batch);
}

/// Shows whether the plugin got the BLAS that LibTorch brings.
ExitStatus bench_matrix_product(Catalog &catalog, const BenchArguments &arguments) {
    const auto &options = arguments.compute.options;
    auto chosen = catalog.choose(QString::fromStdString(options.backend));
    if (!chosen)
        return fail(chosen.error());
    const int threads = options.threads > 0 ? options.threads : decode_threads();
    auto seconds = chosen->backend->matrix_product_seconds(arguments.matrix_size, threads);
    if (!seconds)
        return fail(seconds.error());
    if (arguments.json)
        put("{}\n", Json{{"matrix_product", arguments.matrix_size},
                         {"backend", chosen->id.toStdString()},
                         {"threads", threads},
                         {"median_ms", 1e3 * *seconds}}
                        .dump());
    else
        put("{0}×{0} by {0}×{0} on {1}, {2} threads: median {3:.2f} ms\n", arguments.matrix_size,
            chosen->id.toStdString(), threads, 1e3 * *seconds);
    return ExitStatus::done;
}

ExitStatus bench(const BenchArguments &arguments) {
    const auto catalog = scanned_catalog();
    if (arguments.matrix_size > 0)
        return bench_matrix_product(*catalog, arguments);
    const Interrupt interrupt;
    for (const int batch : arguments.batches) {
        // Each batch has a session of its own: what is prepared for the largest batch may not be
        // best for a smaller one.
        auto session = open(*catalog, arguments, batch);
        if (!session)
            return fail(session.error());
        if ((*session)->fallback())
            say("vitrine: the CPU computes: {}\n", english_message(*(*session)->fallback()));
        auto timings = measure(**session, batch, arguments);
        if (!timings)
            return fail(timings.error());
        if (Interrupt::requested()) {
            say("vitrine: interrupted; the measurement under way is not reported\n");
            return ExitStatus::interrupted;
        }
        print(**session, arguments, batch, *timings);
        if (output_error())
            break;
    }
    return ExitStatus::done;
}

} // namespace

AddedCommand add_bench(CLI::App &program) {
    auto *command = program.add_subcommand("bench", "Measure how long a model takes");
    auto arguments = std::make_shared<BenchArguments>();
    add_compute_arguments(*command, arguments->compute, true);
    command
        ->add_option("--architecture", arguments->architecture,
                     "Random weights of this network instead of a model: resnet18-cifar, "
                     "resnet50-imagenet:classes=10, fastnet, efficientnet-lite0")
        ->option_text("SPEC")
        ->excludes(command->get_option("--model"));
    command->add_option("--batch", arguments->batches, "Pictures at a time (1); several may follow")
        ->option_text("N...")
        ->check(CLI::Range(1, 4096));
    command->add_option("--iterations", arguments->iterations, "Batches measured (100)")
        ->option_text("N")
        ->check(CLI::Range(1, 10000000));
    command->add_flag("--heat-map", arguments->heat_map,
                      "Measure in turns with the heat map of each picture, too");
    auto *product = command
                        ->add_option("--matrix-product", arguments->matrix_size,
                                     "A product of two N×N float32 matrices instead of a model")
                        ->option_text("N")
                        ->check(CLI::Range(1, 8192));
    for (const char *other : {"--model", "--architecture", "--batch", "--iterations", "--heat-map",
                              "--device", "--precision"})
        product->excludes(command->get_option(other));
    command->add_flag("--json", arguments->json, "One JSON object a line");
    return {command, [arguments] { return bench(*arguments); }};
}

} // namespace vitrine
