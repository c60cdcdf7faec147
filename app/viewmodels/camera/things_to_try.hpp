// Ideas of what to hold before the camera.
#pragma once

#include "core/models/manifest.hpp"

#include <vector>

namespace vitrine {

/// Things that are at hand where visitors stand, and that the model has an everyday word for; of a
/// model without such words the first of what it knows. At most eight.
[[nodiscard]] std::vector<Phrase> things_to_try(const Manifest &manifest);

} // namespace vitrine
