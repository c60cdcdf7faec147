// A model of any known architecture without having been trained, for measuring speed.
#pragma once

#include "core/models/model_file.hpp"

#include <cstdint>

namespace vitrine {

/// Weights are normal, scaled by He's rule (arXiv 1502.01852) so that numbers stay in range
/// through any depth; the same seed gives the same bytes on every machine with the same standard
/// library. The input is 32×32 for the small-picture networks, else 224×224. No golden pictures.
[[nodiscard]] Model random_model(const Architecture &architecture, std::uint32_t seed);

} // namespace vitrine
