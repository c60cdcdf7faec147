// The network that learns, its moving average, and what a model file gets of them.
#pragma once

#include "backends/torch/plain_network.hpp"
#include "backends/torch/training/optimiser.hpp"
#include "core/models/tensor.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

class TrainedNetwork {
  public:
    /// `start` holds every tensor, counters included. Filters lie channels-last. Throws c10::Error.
    TrainedNetwork(const Network &network, const TensorMap &start,
                   std::optional<double> averaging_decay, at::Device device);

    [[nodiscard]] PlainNetwork &learning() noexcept { return *learning_; }
    /// The averaged one where there is such.
    [[nodiscard]] PlainNetwork &evaluated() noexcept { return average_ ? *average_ : *learning_; }

    /// After a step: TrainingSpec's moving average, for parameters and for batch norm's
    /// statistics, which belong to them. Can be recorded.
    void update_average();
    /// After a step in training mode: num_batches_tracked.
    void count_batch();

    /// By the names of the model file; averaged where there are averages.
    [[nodiscard]] TensorMap weights() const;
    /// Every tensor of its own, to be saved and filled again.
    [[nodiscard]] std::vector<NamedState> state() const;

  private:
    std::shared_ptr<PlainNetwork> learning_, average_;
    std::vector<at::Tensor> learned_, averaged_; ///< the floats of both, in one order
    double decay_ = 0;
    at::Tensor averaged_steps_;        ///< double, on the device
    std::vector<NamedState> counters_; ///< int64, on the CPU
};

} // namespace vitrine
