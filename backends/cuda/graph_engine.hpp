// The folded network as one CUDA graph.
#pragma once

#include "backends/torch/engine.hpp"

#include <c10/core/Device.h>

namespace vitrine {

/// uint8 pixels → normalised → network, captured once for batch 1 and once for `max_batch`, with
/// static buffers and pinned input; any other batch runs the same operators one by one. Throws.
///
/// After an error that the device does not get over, every call throws and the CUDA objects are
/// leaked: to free them would fail, and may end the process.
[[nodiscard]] std::unique_ptr<Engine> make_graph_engine(const Model &model, const Network &network,
                                                        Precision precision, int max_batch,
                                                        at::Device device);

} // namespace vitrine
