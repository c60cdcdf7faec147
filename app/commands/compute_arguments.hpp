// The options that all commands that compute share.
#pragma once

#include "app/services/model_session.hpp"
#include "backends/catalog/catalog.hpp"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace vitrine {

/// As written on the command line.
struct ComputeArguments {
    ComputeOptions options;
    std::string model; ///< name or path; empty: the default
};

/// Adds --backend, --device, --threads and --precision; with_model: --model too.
void add_compute_arguments(CLI::App &command, ComputeArguments &arguments, bool with_model);

/// A catalog that has looked through the folders where plugins may be.
[[nodiscard]] std::unique_ptr<Catalog> scanned_catalog();

/// The model's file by name, then a session for so many pictures: its max_batch() keeps the
/// model's layers busy without holding results back for long. Says on standard error when the CPU
/// had to step in.
[[nodiscard]] Result<std::unique_ptr<ModelSession>>
open_session(Catalog &catalog, const ComputeArguments &arguments, std::int64_t pictures);

/// Threads for decoding beside the computing: as many as there are processors.
[[nodiscard]] int decode_threads();

/// The model file that `--model` means; "" is the default. See check_model_file().
/// Errors: those of ModelLibrary::find() and of check_model_file().
[[nodiscard]] Result<std::filesystem::path> find_model_file(const std::string &name_or_path);

/// Refuses by their first bytes what is often taken for a model file, with what to do instead.
/// Errors: not_a_model (path): PyTorch's weights, bad_safetensors (reason): a picture; and those of
/// opening the file.
[[nodiscard]] Result<void> check_model_file(const std::filesystem::path &path);

} // namespace vitrine
