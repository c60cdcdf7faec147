// What the classes of a data set are called, in the languages that the program speaks.
#pragma once

#include "core/models/labels.hpp"

#include <string>
#include <vector>

namespace vitrine {

/// The labels, in both languages where a model on board has the same classes; else the names as
/// they are. Reads the headers of models: keep it off the GUI thread.
[[nodiscard]] LabelSet labels_for(const std::vector<std::string> &class_names);

} // namespace vitrine
