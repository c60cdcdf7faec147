#include "app/commands/compute_arguments.hpp"

#include "app/commands/streams.hpp"
#include "app/services/model_library.hpp"
#include "core/models/byte_source.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <sched.h>
#include <string_view>

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

/// A name that a script's variable should have filled.
CLI::Validator not_empty() {
    return {[](std::string &name) { return std::string(name.empty() ? "it is empty" : ""); }, ""};
}

} // namespace

void add_compute_arguments(CLI::App &command, ComputeArguments &arguments, bool with_model) {
    ComputeOptions &options = arguments.options;
    if (with_model)
        command
            .add_option("--model", arguments.model,
                        "Model: a name that 'vitrine models' lists, or a file")
            ->option_text("M")
            ->check(not_empty());
    command.add_option("--backend", options.backend, "What computes: auto, or an id")
        ->option_text("auto|ID")
        ->check(not_empty())
        ->group("Computing");
    command.add_option("--device", options.device, "Device, as 'vitrine devices' lists it")
        ->option_text("ID")
        ->group("Computing");
    command.add_option("--threads", options.threads, "Threads; 0: as many as there are processors")
        ->option_text("N")
        ->check(CLI::Range(0, 256))
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
    auto file = find_model_file(arguments.model);
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

Result<std::filesystem::path> find_model_file(const std::string &name_or_path) {
    const ModelLibrary library;
    auto file = library.find(name_or_path);
    if (!file) {
        for (const Error &note : library.notes())
            say("vitrine: {}\n", english_message(note));
        return file;
    }
    if (auto checked = check_model_file(*file); !checked)
        return checked.error();
    return file;
}

Result<void> check_model_file(const std::filesystem::path &path) {
    const auto source = open_file(path);
    if (!source)
        return source.error();
    std::array<std::byte, 9> start{};
    if ((*source)->size() < start.size())
        return Error{"bad_safetensors", {"it is too short for a model"}};
    if (const auto read = (*source)->read(0, start); !read)
        return read.error();
    const std::string_view text(reinterpret_cast<const char *>(start.data()), start.size());
    const auto among = [text](const auto &beginnings) {
        return std::ranges::any_of(
            beginnings, [text](std::string_view with) { return text.starts_with(with); });
    };
    if (text.back() == '{')
        return {};
    // A zip archive, or a pickle of protocol 2 and later: what torch.save() writes.
    if (among(std::array<std::string_view, 5>{"PK\3\4", "\x80\2", "\x80\3", "\x80\4", "\x80\5"}))
        return Error{"not_a_model", {path.string()}};
    if (among(std::array<std::string_view, 7>{"\xFF\xD8\xFF", "\x89PNG", "GIF8", "RIFF", "BM",
                                              "II*", "MM"}))
        return Error{"bad_safetensors", {"it is a picture"}};
    return Error{"bad_safetensors",
                 {"it does not begin like one. “vitrine models” lists the models that are found"}};
}

int decode_threads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

} // namespace vitrine
