// From other programs' tensors to ours, and back.
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/model_file.hpp"
#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// Whose names a ResNet's tensors bear; other networks have one set of names only.
/// torchvision: conv1.weight, bn1.…, layer1.0.conv1.weight, layer2.0.downsample.0.weight, fc.….
/// tutorial: conv1.0.weight, conv1.1.…, layer1.0.left.0.weight, layer2.0.shortcut.0.weight, fc.….
enum class TensorNames { torchvision, tutorial };
[[nodiscard]] std::string_view to_string(TensorNames names) noexcept;
[[nodiscard]] Result<TensorNames>
parse_tensor_names(std::string_view text); ///< no_such_names (text)

struct ImportedModel {
    Architecture architecture;
    TensorMap weights; ///< under the contract's names; floats as float32
};

/// Works out the network from names and shapes (or checks that it is the given one) and renames
/// the tensors to the contract's names. golden.* tensors of our own files are left out.
/// Errors: not_recognised (what was seen), and those of check_tensors().
[[nodiscard]] Result<ImportedModel>
recognise_tensors(TensorMap tensors, const std::optional<Architecture> &wanted = {});

/// The weights under the names asked for, in the order of PyTorch's state_dict(), with every
/// num_batches_tracked as an int64 scalar (0 where the model has none). The model's weights must be
/// those of its architecture (see check_tensors()); what is missing is left out.
[[nodiscard]] std::vector<std::pair<std::string, Tensor>> rename_for_export(const Model &model,
                                                                            TensorNames names);

} // namespace vitrine
