// The folded network through oneDNN's fused operators.
#pragma once

#include "backends/torch/engine.hpp"
#include "backends/torch/folding.hpp"

namespace vitrine {

/// float32, or bfloat16 where the processor computes it. Throws c10::Error where this LibTorch
/// lacks the operators (they are internal to it: looked up by name, never linked).
[[nodiscard]] std::unique_ptr<Engine> make_onednn_engine(const Model &model, const Network &network,
                                                         Precision precision, int threads);

} // namespace vitrine
