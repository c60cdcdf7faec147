// core's TrainingSession with LibTorch's autograd, on any of its devices.
#pragma once

#include "backends/torch/engine.hpp"
#include "core/backend/training_session.hpp"

#include <ATen/core/Tensor.h>
#include <functional>
#include <memory>
#include <string>

namespace vitrine {

/// Runs one training step after the other. Steps of the same key do the same work on the same
/// memory, so a device may record one and play it back.
class StepRunner {
  public:
    virtual ~StepRunner() = default;
    virtual void run(const std::string &key, const std::function<void()> &step) = 0;
};

/// What a session computes on, and with which helpers.
struct TrainingHardware {
    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat; ///< of activations; parameters are float32
    int threads = 0;                  ///< 0 off the CPU
    /// For evaluating and for a frozen backbone, where there is something faster than the plain
    /// network; its first answers are compared with the plain network's.
    std::function<std::unique_ptr<Engine>(const Model &, const Network &)> make_engine{};
    std::shared_ptr<StepRunner> runner{}; ///< none: every step by itself
    /// On the CPU, below float32: 1 − cosine to float32's gradient, above which the session is
    /// refused (precision_disagrees).
    double largest_gradient_difference = 2;
};

/// Backend::open_training() for the hardware.
[[nodiscard]] Result<std::unique_ptr<TrainingSession>>
open_torch_training(const TrainingSpec &spec, const DatasetView &training,
                    TrainingHardware hardware, const HostServices &services) noexcept;

} // namespace vitrine
