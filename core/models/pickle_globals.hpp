// What the names in a state dict's pickle mean: the few that may be called, and the storages.
#pragma once

#include "core/models/pickle.hpp"

#include <optional>
#include <string_view>

namespace vitrine {

/// The data type of "torch.FloatStorage" and its like; nothing for other names.
[[nodiscard]] std::optional<DataType> storage_type(std::string_view name);
/// Whether "module.name" is one of the few that this reader knows the meaning of.
[[nodiscard]] bool is_allowed_global(std::string_view name);
/// "torch.ComplexFloatStorage" and the like: no code, but numbers that we do not read.
[[nodiscard]] bool is_unsupported_storage(std::string_view name);

/// What Python would get from name(*arguments): an OrderedDict, a tensor or a parameter. Tensors
/// are added to the document. Errors: bad_pth (reason).
[[nodiscard]] Result<PickleNode> call_global(PickleDocument &document, std::string_view name,
                                             const std::vector<PickleRef> &arguments);
/// What PyTorch's persistent_load makes of ('storage', class, key, location, count[, view]): a
/// storage, added to the document. Errors: bad_pth (reason).
[[nodiscard]] Result<PickleNode> open_storage(PickleDocument &document, const PickleNode &id);

} // namespace vitrine
