// Which class of a model a data set's class name means.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// For each name the index of the model's class: its English or Chinese label, or its number.
/// Letter case, and '_' or '-' for a space, make no difference; of "tabby, tabby cat" each part
/// counts as the label where no other class claims it. Errors: unknown_class (name): no such class;
/// ambiguous_class (name): several.
[[nodiscard]] Result<std::vector<int>> match_class_names(std::span<const std::string> names,
                                                         std::span<const Phrase> labels);

} // namespace vitrine
