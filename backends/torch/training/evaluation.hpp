// Logits of whole data sets, from one or several views of each picture.
#pragma once

#include "backends/torch/engine.hpp"
#include "core/backend/training_session.hpp"

#include <functional>
#include <vector>

namespace vitrine {

/// Logits of a batch, N × classes, on any device.
using LogitFunction = std::function<at::Tensor(const PixelBatch &)>;

/// Pictures go through `logits_of` in batches of about `batch_pixels` pixels. N × classes.
[[nodiscard]] std::vector<float> evaluate_views(const DatasetView &pictures, Views views,
                                                int classes, std::int64_t batch_pixels,
                                                const LogitFunction &logits_of);

} // namespace vitrine
