#include "app/commands/compute_arguments.hpp"

#include "app/commands/streams.hpp"
#include "app/services/model_library.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sched.h>

namespace vitrine {

namespace {

std::string read_precision(Precision &precision, const std::string &text) {
    auto parsed = parse_precision(text);
    if (!parsed)
        return english_message(parsed.error());
    precision = *parsed;
    return {};
}

int good_batch(const InputRule &input, std::int64_t pictures) {
    const std::int64_t size = std::max<std::int64_t>(1, std::int64_t{input.width} * input.height);
    const std::int64_t batch = std::clamp<std::int64_t>(8 * 224 * 224 / size, 1, 64);
    return static_cast<int>(std::clamp<std::int64_t>(pictures, 1, batch));
}

} // namespace

void add_compute_arguments(CLI::App &command, ComputeArguments &arguments, bool with_model) {
    ComputeOptions &options = arguments.options;
    if (with_model)
        command
            .add_option("--model", arguments.model,
                        "Model: a name that 'vitrine models' lists, or a file")
            ->option_text("M");
    command.add_option("--backend", options.backend, "What computes: auto, or an id")
        ->option_text("auto|ID")
        ->group("Computing");
    command.add_option("--device", options.device, "Device, as 'vitrine devices' lists it")
        ->option_text("ID")
        ->group("Computing");
    command.add_option("--threads", options.threads, "Threads; 0: as many as there are processors")
        ->option_text("N")
        ->check(CLI::Range(0, 1024))
        ->group("Computing");
    command
        .add_option_function<std::string>(
            "--precision",
            [&options](const std::string &text) {
                const std::string problem = read_precision(options.precision, text);
                if (!problem.empty())
                    throw CLI::ValidationError("--precision", problem);
            },
            "Numbers to compute in: auto, float32, bfloat16 or float16")
        ->option_text("auto|float32|bfloat16|float16")
        ->group("Computing");
}

std::unique_ptr<Catalog> scanned_catalog() {
    auto catalog = std::make_unique<Catalog>(Catalog::default_folders(), host_services());
    catalog->scan();
    return catalog;
}

Result<std::unique_ptr<ModelSession>>
open_session(Catalog &catalog, const ComputeArguments &arguments, std::int64_t pictures) {
    auto file = ModelLibrary().find(arguments.model);
    if (!file)
        return file.error();
    auto manifest = read_model_manifest(*file);
    if (!manifest)
        return manifest.error();
    const int batch = good_batch(manifest->input, pictures);
    auto session = ModelSession::open(catalog, *file, arguments.options, batch);
    if (session && (*session)->fallback())
        say("vitrine: the CPU computes, since the better device could not: {}\n",
            english_message(*(*session)->fallback()));
    return session;
}

int decode_threads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

} // namespace vitrine
