// PyTorch's state-dict files: a restricted reader that executes nothing, and a writer whose files
// torch.load(weights_only=True) takes.
#pragma once

#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Reads zip and legacy files, a dict or OrderedDict of tensors, bare or nested under state_dict,
/// model or net; strips a `module.` prefix; strided views are made dense.
/// Errors: pth_holds_code (module.name), bad_pth (reason), unreadable (path, reason).
[[nodiscard]] Result<TensorMap> parse_pth(std::span<const std::byte> bytes);
[[nodiscard]] Result<TensorMap> read_pth(const std::filesystem::path &path);

/// Tensors keep the given order. Written atomically.
[[nodiscard]] Result<void> write_pth(const std::filesystem::path &path,
                                     const std::vector<std::pair<std::string, Tensor>> &state_dict);

} // namespace vitrine
