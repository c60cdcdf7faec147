#include "backends/cpu/cpu_backend.hpp"

#include "backends/cpu/onednn_engine.hpp"
#include "backends/cpu/processor.hpp"
#include "backends/torch/classifier.hpp"
#include "backends/torch/cuda_preload.hpp"
#include "backends/torch/training/training_session.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

#ifdef VITRINE_OWN_KERNELS
#include "backends/cpu/direct_engine.hpp"
#endif

namespace vitrine {

namespace {

constexpr auto device_id = "cpu";

/// 1 − cosine between bfloat16's gradient and float32's (docs/adr/0016): the recipes whose accuracy
/// was found to be the same are below the first, and kernels that compute rubbish above the second.
constexpr double close_to_float32 = 0.02;
constexpr double not_broken = 0.2;

class CpuBackend final : public Backend {
  public:
    explicit CpuBackend(HostServices services) : services_(std::move(services)) {}

    Result<std::vector<Device>> devices() noexcept override {
        try {
            Device device{.id = device_id,
                          .name = processor_name(),
                          .memory_bytes = std::int64_t{sysconf(_SC_PHYS_PAGES)} *
                                          std::int64_t{sysconf(_SC_PAGESIZE)},
                          .precisions = {Precision::float32},
                          .build = build_of_libtorch()};
            if (computes_bfloat16()) {
                device.precisions.push_back(Precision::bfloat16);
            }
            return std::vector<Device>{std::move(device)};
        } catch (const std::exception &exception) {
            return error_of(exception);
        }
    }

    Result<std::unique_ptr<Classifier>>
    load_classifier(const Model &model, const std::string &device,
                    const ClassifierOptions &options) noexcept override {
        try {
            if (device != device_id) {
                return Error{"no_such_device", {device}};
            }
            auto network = describe(model.manifest.architecture);
            if (!network) {
                return network.error();
            }
            return choose_classifier(model, *network, choices(model, *network, options), options,
                                     services_);
        } catch (const std::exception &exception) {
            return error_of(exception);
        } catch (...) {
            return Error{"compute_failed", {"unknown exception"}};
        }
    }

    Result<std::unique_ptr<TrainingSession>>
    open_training(const TrainingSpec &spec, const DatasetView &training, const std::string &device,
                  const ComputeLimits &limits) noexcept override {
        try {
            if (device != device_id) {
                return Error{"no_such_device", {device}};
            }
            const bool bfloat16 = limits.precision == Precision::bfloat16;
            if (limits.precision == Precision::float16 || (bfloat16 && !computes_bfloat16())) {
                return Error{"unsupported_precision", {std::string(to_string(limits.precision))}};
            }
            // A frozen backbone's features come from an engine in float32 all the same.
            if (limits.precision == Precision::automatic && computes_bfloat16() &&
                !spec.freeze_backbone) {
                auto session = open(spec, training, limits, at::kBFloat16, close_to_float32);
                if (session || session.error().code != "precision_disagrees") {
                    return session;
                }
                if (services_.log) {
                    services_.log(HostServices::Level::warning,
                                  english_message(session.error()) + " It trains in float32.");
                }
            }
            return open(spec, training, limits, bfloat16 ? at::kBFloat16 : at::kFloat, not_broken);
        } catch (const std::exception &exception) {
            return error_of(exception);
        } catch (...) {
            return Error{"compute_failed", {"unknown exception"}};
        }
    }

    Result<std::vector<std::vector<float>>>
    reference_logits(const Model &model, const std::vector<Image> &images) noexcept override {
        return compute_reference_logits(model, images);
    }

    Result<double> matrix_product_seconds(int n, int threads) noexcept override {
        return measure_matrix_product(n, threads);
    }

  private:
    Result<std::unique_ptr<TrainingSession>> open(const TrainingSpec &spec,
                                                  const DatasetView &training,
                                                  const ComputeLimits &limits, at::ScalarType type,
                                                  double largest_gradient_difference) {
        TrainingHardware hardware;
        hardware.type = type;
        hardware.threads = thread_count(limits.threads);
        hardware.largest_gradient_difference = largest_gradient_difference;
        hardware.make_engine = [threads = hardware.threads](const Model &model,
                                                            const Network &network) {
            const ClassifierOptions options{.precision = Precision::float32, .threads = threads};
            return choices(model, network, options).front().make();
        };
        return open_torch_training(spec, training, std::move(hardware), services_);
    }

#ifdef VITRINE_OWN_KERNELS
    /// They are written for AVX2; where there is AVX-512, oneDNN uses it. The environment variable
    /// is for bench/ and for tests that compare the two.
    static bool prefers_own_kernels() {
        if (const char *wish = std::getenv("VITRINE_CPU_KERNELS")) {
            return std::string_view(wish) == "own";
        }
        return has_avx2_and_fma() && !has_avx512();
    }
#endif

    static std::vector<EngineChoice> choices(const Model &model, const Network &network,
                                             const ClassifierOptions &options) {
        const int threads = thread_count(options.threads);
        const auto wanted = options.precision;
        std::vector<EngineChoice> choices;
        // Without golden pictures nothing would vouch for the coarser numbers.
        const bool automatic_bfloat16 =
            wanted == Precision::automatic && !model.golden.images.empty();
        if (computes_bfloat16() && (wanted == Precision::bfloat16 || automatic_bfloat16)) {
            choices.push_back({Precision::bfloat16, [&model, &network, threads] {
                                   return make_onednn_engine(model, network, Precision::bfloat16,
                                                             threads);
                               }});
        }
        if (wanted == Precision::automatic || wanted == Precision::float32) {
#ifdef VITRINE_OWN_KERNELS
            if (prefers_own_kernels()) {
                choices.push_back({Precision::float32, [&model, &network, threads] {
                                       return make_direct_engine(model, network, threads);
                                   }});
            }
#endif
            choices.push_back({Precision::float32, [&model, &network, threads] {
                                   return make_onednn_engine(model, network, Precision::float32,
                                                             threads);
                               }});
            choices.push_back({Precision::float32, [&model, &network, threads] {
                                   return make_plain_engine(model, network, threads);
                               }});
        }
        return choices;
    }

    HostServices services_;
};

} // namespace

Result<std::shared_ptr<Backend>> create_cpu_backend(const HostServices &services) {
    const auto &cuda = preload_cuda();
    if (services.log) {
        services.log(HostServices::Level::debug,
                     cuda.loaded ? "CUDA's half of LibTorch is loaded"
                                 : "CUDA's half of LibTorch stays out: no " + cuda.missing);
    }
    return std::shared_ptr<Backend>(std::make_shared<CpuBackend>(services));
}

} // namespace vitrine
