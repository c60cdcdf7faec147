// A backend with a model loaded, chosen once from the options that all commands and the window
// share.
#pragma once

#include "core/backend/backend.hpp"
#include "core/images/image.hpp"
#include "core/models/model_file.hpp"
#include "core/support/result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace vitrine {

class Catalog;

/// --backend, --device, --precision, --threads.
struct ComputeOptions {
    std::string backend = "auto"; ///< "auto" or a plugin's id
    std::string device{};         ///< empty: the backend's first
    Precision precision = Precision::automatic;
    int threads = 0; ///< 0: as many as the process may use
};

/// The log as plugins get it: their lines under the category "backend".
[[nodiscard]] HostServices host_services();

/// The backend for these options and the device in it. Errors: as ModelSession::open().
struct ChosenDevice {
    std::string backend_id;
    std::string device;
    std::shared_ptr<Backend> backend;
};
[[nodiscard]] Result<ChosenDevice> choose_device(Catalog &catalog, const std::string &backend,
                                                 const std::string &device);

/// Opening loads libraries and replays golden pictures (a second or so); it and classify() belong
/// off the GUI thread, on one long-lived thread (thread counts are per calling thread).
class ModelSession {
  public:
    /// `catalog` was scanned and outlives the session; max_batch is the largest batch that will
    /// come. With backend "auto", where the best device cannot take the model, the CPU is tried and
    /// fallback() says why. Errors: those of Catalog::choose(), no_such_device (id, backend),
    /// read_model() and Backend::load_classifier().
    [[nodiscard]] static Result<std::unique_ptr<ModelSession>>
    open(Catalog &catalog, const std::filesystem::path &model_file, const ComputeOptions &options,
         int max_batch);
    /// The same with a model made in memory. `make` may be called again, when falling back.
    [[nodiscard]] static Result<std::unique_ptr<ModelSession>>
    open(Catalog &catalog, std::function<Result<Model>()> make, const ComputeOptions &options,
         int max_batch);

    [[nodiscard]] const Manifest &manifest() const { return manifest_; }
    /// The golden pictures that came with the model, at its input size; may be none.
    [[nodiscard]] const std::vector<Image> &pictures() const { return pictures_; }
    [[nodiscard]] const std::string &backend() const { return backend_id_; }
    [[nodiscard]] const std::string &device() const { return device_; }
    [[nodiscard]] Precision precision() const { return classifier_->precision(); }
    [[nodiscard]] int threads() const { return classifier_->threads(); }
    [[nodiscard]] std::string description() const { return classifier_->description(); }
    [[nodiscard]] int max_batch() const { return max_batch_; }
    /// Why the CPU computes though a better device was chosen first.
    [[nodiscard]] const std::optional<Error> &fallback() const { return fallback_; }
    /// The backend of that device; empty: none was given up.
    [[nodiscard]] const std::string &given_up() const { return given_up_; }

    /// Pictures fitted to the model's input, 1 to max_batch of them. A device that fails in use is
    /// given up for the CPU (see fallback()) and the batch computed there, where options allow.
    /// Errors: those of Classifier::classify(), not_a_number (): logits that are not finite.
    [[nodiscard]] Result<Classification>
    classify(std::span<const Image> fitted, Wanted wanted = {},
             std::chrono::seconds patience = std::chrono::seconds(300));

  private:
    ModelSession() = default;
    /// Changes the session only on success.
    Result<void> load(const ChosenDevice &chosen, Model model);
    Result<void> fall_back_to_cpu(const Error &reason);
    Result<Classification> classify_once(const PixelBatch &batch, Wanted wanted,
                                         std::chrono::seconds patience);

    Catalog *catalog_ = nullptr;
    std::function<Result<Model>()> make_;
    ComputeOptions options_;
    int max_batch_ = 1;
    Manifest manifest_;
    std::vector<Image> pictures_;
    std::string backend_id_;
    std::string device_;
    std::optional<Error> fallback_;
    std::string given_up_;
    std::shared_ptr<Backend> backend_; // outlives its classifier
    std::unique_ptr<Classifier> classifier_;
    std::vector<std::uint8_t> pixels_;
};

} // namespace vitrine
