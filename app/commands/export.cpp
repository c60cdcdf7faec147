// vitrine export: a model's weights as other programs read them.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/streams.hpp"
#include "core/models/expected_tensors.hpp"
#include "core/models/import_names.hpp"
#include "core/models/model_file.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "core/support/atomic_file.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>

namespace vitrine {

namespace {

struct ExportArguments {
    std::string model;
    std::string format;
    std::string names = "torchvision";
    std::string output;
};

ExitStatus export_model(const ExportArguments &arguments) {
    auto names = parse_tensor_names(arguments.names);
    if (!names)
        return fail(names.error());
    const std::array<std::filesystem::path, 1> inputs{arguments.model};
    if (auto checked = check_output(arguments.output, inputs); !checked)
        return fail(checked.error());
    if (auto checked = check_model_file(arguments.model); !checked)
        return fail(checked.error());
    auto model = read_model(arguments.model);
    if (!model)
        return fail(model.error());
    if (auto checked = check_tensors(model->manifest.architecture, model->weights); !checked)
        return fail(checked.error());
    if (*names == TensorNames::tutorial && model->manifest.architecture.family != "resnet")
        return fail(
            Error{"no_such_names", {arguments.names, to_spec(model->manifest.architecture)}});
    auto tensors = rename_for_export(*model, *names);
    const std::size_t count = tensors.size();
    Result<void> written;
    if (arguments.format == "pth") {
        written = write_pth(arguments.output, tensors);
    } else {
        SafetensorsFile file;
        file.metadata["format"] = "pt"; // what Python's safetensors writes for PyTorch
        for (auto &[name, tensor] : tensors)
            file.tensors[name] = std::move(tensor);
        written = write_safetensors(arguments.output, file);
    }
    if (!written)
        return fail(written.error());
    say("{}: {} tensors\n", arguments.output, count);
    return ExitStatus::done;
}

} // namespace

AddedCommand add_export(CLI::App &program) {
    auto *command =
        program.add_subcommand("export", "Write a model's weights for PyTorch or others");
    auto arguments = std::make_shared<ExportArguments>();
    command->add_option("MODEL.safetensors", arguments->model, "The model file")->required();
    command->add_option("--format", arguments->format, "safetensors or pth")
        ->option_text("safetensors|pth")
        ->check(CLI::IsMember({"safetensors", "pth"}))
        ->required();
    command->add_option("--names", arguments->names, "Whose names the tensors bear (torchvision)")
        ->option_text("torchvision|tutorial")
        ->check(CLI::IsMember({"torchvision", "tutorial"}));
    command->add_option("-o,--output", arguments->output, "The file to write")
        ->option_text("FILE")
        ->required();
    return {command, [arguments] { return export_model(*arguments); }};
}

} // namespace vitrine
