// One way of computing a network.
#pragma once

#include "backends/torch/plain_network.hpp"
#include "core/backend/backend.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

namespace vitrine {

using Deadline = std::chrono::steady_clock::time_point;

/// Thrown between two layers once the deadline has passed.
class DeadlinePassed : public std::runtime_error {
  public:
    DeadlinePassed() : std::runtime_error("deadline passed") {}
};

inline void check_deadline(Deadline deadline) {
    if (std::chrono::steady_clock::now() > deadline) {
        throw DeadlinePassed();
    }
}

/// Runs one network at one precision. Used by one thread at a time; throws.
class Engine {
  public:
    virtual ~Engine() = default;
    /// Pixels of the right size. Logits always come; features and map where wanted. Tensors of any
    /// floating type on any device; they may be overwritten by the next call.
    [[nodiscard]] virtual NetworkOutput run(const PixelBatch &batch, Wanted wanted,
                                            Deadline deadline) = 0;
    [[nodiscard]] virtual Precision precision() const noexcept = 0;
    [[nodiscard]] virtual int threads() const noexcept = 0;
    [[nodiscard]] virtual std::string description() const = 0;
};

/// (RGB/255 − mean)/std as float32, N × 3 × H × W in channels-last memory.
[[nodiscard]] at::Tensor normalise(const PixelBatch &batch, const InputRule &rule);

/// Standard operators in float32: what everything falls back to. `threads` is 0 off the CPU.
[[nodiscard]] std::unique_ptr<Engine> make_plain_engine(const Model &model, const Network &network,
                                                        int threads, at::Device device = at::kCPU);

/// Sets the calling thread's number of threads in LibTorch's pool where it differs.
void use_threads(int threads);
/// `wanted`, or as many as the process may use.
[[nodiscard]] int thread_count(int wanted);

} // namespace vitrine
