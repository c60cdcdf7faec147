// The interface between the program and what computes.
//
// Plugins implement it; it holds no tensor type and lets no exception through: every entry is
// noexcept and returns Result. Objects are made and destroyed on the thread that uses them unless a
// comment says otherwise.
#pragma once

#include "core/backend/precision.hpp"
#include "core/backend/training_session.hpp"
#include "core/models/manifest.hpp"
#include "core/models/model_file.hpp"
#include "core/support/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// Rises with every change of anything that crosses the plugin boundary.
inline constexpr int backend_abi = 4;

struct Device {
    std::string id;   ///< "cpu", "cuda:0"
    std::string name; ///< as its maker calls it
    std::int64_t memory_bytes = 0;
    std::vector<Precision> precisions; ///< computed natively
    /// What results depend on to the bit besides the number of threads: libraries with their
    /// versions, instruction set.
    std::string build{};
};

/// Services of the program that a plugin uses. Core is linked into program and plugins separately,
/// so nothing is shared through statics.
struct HostServices {
    enum class Level { debug, info, warning, error };
    std::function<void(Level, const std::string &)> log; ///< may be called from any thread
};

/// A batch of pictures: uint8, N × H × W × RGB, contiguous, at the model's input size.
struct PixelBatch {
    std::span<const std::uint8_t> pixels;
    int count = 0;
    int height = 0;
    int width = 0;
};

/// What one pass is asked for. Logits always come.
struct Wanted {
    bool features = false;        ///< the input of the last layer
    bool activation_maps = false; ///< class activation maps of the leading class
};

struct Classification {
    int count = 0, classes = 0;
    std::vector<float> logits; ///< N × classes
    int feature_count = 0;
    std::vector<float> features; ///< N × feature_count when wanted
    int map_height = 0, map_width = 0;
    std::vector<float> activation_maps; ///< N × map_height × map_width when wanted, not scaled
};

/// A loaded model. Calls come from one thread at a time, and from any thread.
class Classifier {
  public:
    virtual ~Classifier() = default;
    /// Errors: wrong_input_size (wanted, given), deadline_passed, out_of_memory, device_lost
    /// (reason), compute_failed (reason).
    [[nodiscard]] virtual Result<Classification>
    classify(const PixelBatch &batch, Wanted wanted,
             std::chrono::steady_clock::time_point deadline) noexcept = 0;
    [[nodiscard]] virtual Precision precision() const noexcept = 0; ///< never automatic
    [[nodiscard]] virtual int threads() const noexcept = 0;         ///< 0 where it means nothing
    /// How it computes, for staff: "folded, oneDNN" or "plain (golden pictures disagreed)".
    [[nodiscard]] virtual std::string description() const = 0;
};

struct ClassifierOptions {
    Precision precision = Precision::automatic;
    int threads = 0;   ///< 0: as many as the process may use
    int max_batch = 1; ///< the largest batch that will come
};

/// How a training may compute.
struct ComputeLimits {
    /// automatic: the coarsest that the device computes natively; on the CPU only what has proved
    /// itself.
    Precision precision = Precision::automatic;
    int threads = 0; ///< 0: as many as the process may use
};

class Backend {
  public:
    virtual ~Backend() = default;
    [[nodiscard]] virtual Result<std::vector<Device>> devices() noexcept = 0;
    /// Replays the model's golden pictures before it returns. Errors: unsupported_architecture,
    /// missing_tensor (name), wrong_shape (name, wanted, given), golden_disagrees (worst
    /// difference, tolerance), unsupported_precision, no_such_device, out_of_memory.
    [[nodiscard]] virtual Result<std::unique_ptr<Classifier>>
    load_classifier(const Model &model, const std::string &device,
                    const ClassifierOptions &options) noexcept = 0;
    /// `training` stays in place while the session lives. Errors: unsupported_architecture,
    /// missing_tensor, unexpected_tensor, wrong_shape, unsupported_precision,
    /// precision_disagrees (precision, difference): gradients come out wrong in it; no_such_device,
    /// out_of_memory; cannot_train (device) where the backend has no training.
    [[nodiscard]] virtual Result<std::unique_ptr<TrainingSession>>
    open_training(const TrainingSpec &spec, const DatasetView &training, const std::string &device,
                  const ComputeLimits &limits) noexcept;
    /// Logits in double precision through the plain network, for golden pictures: N × classes.
    [[nodiscard]] virtual Result<std::vector<std::vector<float>>>
    reference_logits(const Model &model, const std::vector<Image> &images) noexcept = 0;
    /// Median seconds of one n×n by n×n float32 product with `threads` threads: shows whether the
    /// right BLAS was bound.
    [[nodiscard]] virtual Result<double> matrix_product_seconds(int n, int threads) noexcept = 0;
};

} // namespace vitrine
