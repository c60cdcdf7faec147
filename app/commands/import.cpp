// vitrine import: other programs' weights as a model file.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/import_manifest.hpp"
#include "app/commands/streams.hpp"
#include "core/data/decode_pool.hpp"
#include "core/models/byte_source.hpp"
#include "core/models/import_names.hpp"
#include "core/models/labels.hpp"
#include "core/models/model_file.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "core/models/safetensors_header.hpp"
#include "core/support/atomic_file.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace vitrine {

namespace {

namespace fs = std::filesystem;

struct ImportArguments {
    ComputeArguments compute;
    std::string file;
    std::string architecture;
    std::string labels;
    std::vector<float> mean;
    std::vector<float> std;
    std::string card;
    std::string golden;
    std::string output;
};

/// By its name, else by its first bytes: a safetensors header is JSON behind eight bytes.
Result<bool> is_safetensors(const fs::path &path) {
    const auto source = open_file(path);
    if (!source)
        return source.error();
    if (path.extension() == ".safetensors")
        return true;
    std::array<std::byte, 9> start{};
    return (*source)->size() >= start.size() && (*source)->read(0, start).ok() &&
           start[8] == std::byte{'{'};
}

/// Whether the header alone names a network: nothing is allocated for tensors that none has.
Result<void> check_header(const SafetensorsHeader &header,
                          const std::optional<Architecture> &wanted) {
    TensorMap outline = outline_of(header);
    std::erase_if(outline, [](const auto &entry) { return entry.first.starts_with("golden."); });
    for (auto &[name, tensor] : outline) // of one floating type, so that nothing is converted
        if (is_floating(tensor.type))
            tensor.type = DataType::float32;
    const auto recognised = recognise_tensors(std::move(outline), wanted);
    return recognised ? Result<void>{} : Result<void>{recognised.error()};
}

Result<TensorMap> read_tensors(const fs::path &path, const std::optional<Architecture> &wanted) {
    const auto is_ours = is_safetensors(path);
    if (!is_ours)
        return is_ours.error();
    if (!*is_ours)
        return read_pth(path);
    auto file = read_safetensors(
        path, [&wanted](const SafetensorsHeader &header) { return check_header(header, wanted); });
    if (!file)
        return file.error();
    return std::move(file->tensors);
}

Result<Manifest> make_manifest(const ImportArguments &arguments, const Architecture &architecture) {
    Manifest manifest = usual_manifest(architecture, fs::path(arguments.output).stem().string());
    if (!arguments.labels.empty()) {
        auto labels = read_labels(arguments.labels);
        if (!labels)
            return labels.error();
        manifest.labels = std::move(labels->labels);
        manifest.parents = std::move(labels->parents);
        manifest.never_headline = std::move(labels->never_headline);
    }
    if (!arguments.mean.empty()) {
        std::copy_n(arguments.mean.begin(), 3, manifest.input.mean.begin());
        std::copy_n(arguments.std.begin(), 3, manifest.input.std.begin());
    } else if (arguments.card.empty() && manifest.input == InputRule{}) {
        say("vitrine: neither --mean and --std nor --card: the network gets values "
            "from 0 to 1\n");
    }
    if (!arguments.card.empty())
        return with_card(manifest, arguments.card);
    return parse_manifest(to_json(manifest)); // as strict as reading it later
}

Result<std::vector<Image>> golden_pictures(const std::string &folder, const InputRule &rule) {
    if (folder.empty())
        return drawn_pictures(rule);
    std::vector<Image> pictures;
    const std::vector<fs::path> paths{folder};
    for (const ListedPicture &listed : list_pictures(paths, false)) {
        if (listed.error)
            return *listed.error;
        FittedPicture picture = read_for_model(listed.path, rule);
        if (!picture.fitted)
            return Error{"bad_golden_picture",
                         {listed.path.string(), english_message(picture.fitted.error())}};
        pictures.push_back(std::move(picture.fitted).value());
    }
    return pictures;
}

/// Golden pictures with the logits that plain computing in double precision gives, and one loading
/// of the model, so that a file which could not be used is never written.
Result<void> add_golden(const ImportArguments &arguments, Model &model) {
    auto pictures = golden_pictures(arguments.golden, model.manifest.input);
    if (!pictures)
        return pictures.error();
    const auto catalog = scanned_catalog();
    const ComputeOptions &options = arguments.compute.options;
    auto chosen = choose_device(*catalog, options.backend, options.device);
    if (!chosen)
        return chosen.error();
    auto logits = chosen->backend->reference_logits(model, *pictures);
    if (!logits)
        return logits.error();
    for (const std::vector<float> &row : *logits)
        if (!std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); }))
            return Error{"not_a_number", {chosen->device}};
    model.golden = {std::move(*pictures), std::move(*logits)};
    ClassifierOptions classifier_options;
    classifier_options.precision = options.precision;
    classifier_options.threads = options.threads;
    auto classifier = chosen->backend->load_classifier(model, chosen->device, classifier_options);
    return classifier ? Result<void>{} : Result<void>{classifier.error()};
}

ExitStatus import_model(const ImportArguments &arguments) {
    const std::array<fs::path, 3> inputs{arguments.file, arguments.labels, arguments.card};
    if (auto checked = check_output(arguments.output, inputs); !checked)
        return fail(checked.error());
    std::optional<Architecture> wanted;
    if (!arguments.architecture.empty()) {
        auto parsed = parse_architecture(arguments.architecture);
        if (!parsed)
            return fail(parsed.error());
        wanted = *parsed;
    }
    auto tensors = read_tensors(arguments.file, wanted);
    if (!tensors)
        return fail(tensors.error());
    auto imported = recognise_tensors(std::move(*tensors), wanted);
    if (!imported)
        return fail(imported.error());
    auto manifest = make_manifest(arguments, imported->architecture);
    if (!manifest)
        return fail(manifest.error());
    Model model{std::move(*manifest), std::move(imported->weights), {}};
    if (auto added = add_golden(arguments, model); !added)
        return fail(added.error());
    if (auto written = write_model(arguments.output, model); !written)
        return fail(written.error());
    say("{}: {}, {} classes, input {}×{}, {} golden pictures\n", arguments.output,
        to_spec(model.manifest.architecture), model.manifest.labels.size(),
        model.manifest.input.width, model.manifest.input.height, model.golden.images.size());
    return ExitStatus::done;
}

} // namespace

AddedCommand add_import(CLI::App &program) {
    auto *command =
        program.add_subcommand("import", "Make a model file from PyTorch or safetensors weights");
    auto arguments = std::make_shared<ImportArguments>();
    command->add_option("FILE", arguments->file, "State dict (.pth) or .safetensors")->required();
    command
        ->add_option("--arch", arguments->architecture,
                     "The network, where the tensors do not tell: resnet18-cifar:width=8,classes=3")
        ->option_text("SPEC");
    command
        ->add_option("--labels", arguments->labels,
                     "Class names: one a line (Chinese after a tab), or JSON")
        ->option_text("FILE");
    auto *mean =
        command
            ->add_option("--mean", arguments->mean, "Means of R, G, B that are subtracted, 0 to 1")
            ->option_text("a,b,c")
            ->delimiter(',')
            ->expected(3);
    auto *std = command
                    ->add_option("--std", arguments->std,
                                 "Deviations of R, G, B that are divided by, 0 to 1")
                    ->option_text("a,b,c")
                    ->delimiter(',')
                    ->expected(3);
    mean->needs(std);
    std->needs(mean);
    command
        ->add_option("--card", arguments->card,
                     "Further fields of the manifest: name, title, input, calibration, provenance")
        ->option_text("FILE.json");
    command
        ->add_option("--golden", arguments->golden,
                     "Pictures whose logits are kept, to check each machine by; else drawn ones")
        ->option_text("DIR");
    command->add_option("-o,--output", arguments->output, "The model file to write")
        ->option_text("MODEL.safetensors")
        ->required();
    add_compute_arguments(*command, arguments->compute, false);
    return {command, [arguments] { return import_model(*arguments); }};
}

} // namespace vitrine
