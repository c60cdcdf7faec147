// core's Classifier on top of an engine, and the trial by golden pictures that it must pass.
#pragma once

#include "backends/torch/engine.hpp"

#include <exception>
#include <functional>
#include <vector>

namespace vitrine {

/// One way of computing that a backend would try, fastest first.
struct EngineChoice {
    Precision precision = Precision::float32;
    std::function<std::unique_ptr<Engine>()> make; ///< may throw
};

/// Makes engines in the given order and takes the first that reproduces the model's golden logits
/// at batch 1 and at options.max_batch. Errors as in Backend::load_classifier().
[[nodiscard]] Result<std::unique_ptr<Classifier>>
choose_classifier(const Model &model, const Network &network,
                  const std::vector<EngineChoice> &choices, const ClassifierOptions &options,
                  const HostServices &services);

/// Device::build: "LibTorch 2.15.0, AVX512".
[[nodiscard]] std::string build_of_libtorch();

/// out_of_memory, device_lost (reason), deadline_passed or compute_failed (reason).
[[nodiscard]] Error error_of(const std::exception &exception);

/// The pictures, side by side in memory; all of the model's input size.
[[nodiscard]] std::vector<std::uint8_t> joined_pixels(const std::vector<Image> &images);

/// Backend::reference_logits(): the plain network in double precision on the CPU.
[[nodiscard]] Result<std::vector<std::vector<float>>>
compute_reference_logits(const Model &model, const std::vector<Image> &images) noexcept;

/// Backend::matrix_product_seconds().
[[nodiscard]] Result<double> measure_matrix_product(int n, int threads) noexcept;

} // namespace vitrine
