// A training session in closed form: softmax regression on the pixels, by SGD with momentum.
//
// It really learns, follows core's order, augmentation and learning rates, and its state holds all
// that the next step depends on, so that what a run loop does wrong shows in its weights.
#pragma once

#include "core/backend/training_session.hpp"

#include <cstdint>
#include <memory>

namespace vitrine {

struct FakeFaults {
    std::int64_t not_a_number_at = -1; ///< the loss of this step (from 0) is none
    std::int64_t infinite_at = -1;
    std::int64_t lost_at = -1; ///< device_lost in this step
    bool only_plain = false;   ///< out of memory where several views are asked for
};

/// Weights: head.weight (classes × pixels), head.bias (classes), float32. `data` outlives it.
[[nodiscard]] std::unique_ptr<TrainingSession>
make_fake_session(const TrainingSpec &spec, const DatasetView &data, FakeFaults faults = {});

} // namespace vitrine
