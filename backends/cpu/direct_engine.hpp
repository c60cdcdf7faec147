// The folded network through this project's own kernels for AVX2: see direct/.
#pragma once

#include "backends/torch/engine.hpp"

namespace vitrine {

/// float32. Throws where the processor or the network does not fit (channels that do not fill
/// vectors of eight, unfoldable batch norm).
[[nodiscard]] std::unique_ptr<Engine> make_direct_engine(const Model &model, const Network &network,
                                                         int threads);

} // namespace vitrine
