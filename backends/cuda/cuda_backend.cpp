#include "backends/cuda/cuda_backend.hpp"

#include "backends/cuda/cuda_training.hpp"
#include "backends/cuda/graph_engine.hpp"
#include "backends/torch/classifier.hpp"
#include "backends/torch/cuda_preload.hpp"

#include <ATen/Context.h>
#include <ATen/cuda/CUDAContext.h>
#include <c10/cuda/CUDAFunctions.h>
#include <charconv>

namespace vitrine {

namespace {

constexpr std::string_view id_prefix = "cuda:";
/// Compute capability from which bfloat16 is computed in hardware.
constexpr int ampere = 8;

bool computes_bfloat16(int index) {
    return at::cuda::getDeviceProperties(static_cast<at::DeviceIndex>(index))->major >= ampere;
}

class CudaBackend final : public Backend {
  public:
    explicit CudaBackend(HostServices services) : services_(std::move(services)) {}

    Result<std::vector<Device>> devices() noexcept override {
        try {
            std::vector<Device> devices;
            for (int i = 0; i < c10::cuda::device_count(); ++i) {
                const auto *facts = at::cuda::getDeviceProperties(static_cast<at::DeviceIndex>(i));
                Device device{.id = std::string(id_prefix) + std::to_string(i),
                              .name = facts->name,
                              .memory_bytes = static_cast<std::int64_t>(facts->totalGlobalMem),
                              .precisions = {Precision::float32, Precision::float16},
                              .build = build_of_libtorch()};
                if (computes_bfloat16(i)) {
                    device.precisions.push_back(Precision::bfloat16);
                }
                devices.push_back(std::move(device));
            }
            return devices;
        } catch (const std::exception &exception) {
            return error_of(exception);
        }
    }

    Result<std::unique_ptr<Classifier>>
    load_classifier(const Model &model, const std::string &device,
                    const ClassifierOptions &options) noexcept override {
        try {
            const int index = index_of(device);
            if (index < 0 || index >= c10::cuda::device_count()) {
                return Error{"no_such_device", {device}};
            }
            auto network = describe(model.manifest.architecture);
            if (!network) {
                return network.error();
            }
            return choose_classifier(model, *network, choices(model, *network, index, options),
                                     options, services_);
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
            const int index = index_of(device);
            if (index < 0 || index >= c10::cuda::device_count()) {
                return Error{"no_such_device", {device}};
            }
            auto type = at::kHalf;
            if (limits.precision == Precision::float32) {
                type = at::kFloat;
            } else if (limits.precision == Precision::bfloat16) {
                if (!computes_bfloat16(index)) {
                    return Error{"unsupported_precision", {"bfloat16"}};
                }
                type = at::kBFloat16;
            }
            return open_cuda_training(spec, training,
                                      at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index)),
                                      type, services_);
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
    /// The number in "cuda:N", −1 for any other text.
    static int index_of(std::string_view id) noexcept {
        int index = -1;
        if (!id.starts_with(id_prefix)) {
            return -1;
        }
        id.remove_prefix(id_prefix.size());
        const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), index);
        return error == std::errc{} && end == id.data() + id.size() ? index : -1;
    }

    static std::vector<EngineChoice> choices(const Model &model, const Network &network, int index,
                                             const ClassifierOptions &options) {
        const at::Device device(at::kCUDA, static_cast<at::DeviceIndex>(index));
        const auto wanted = options.precision;
        std::vector<EngineChoice> choices;
        const auto offer = [&](Precision precision) {
            choices.push_back({precision, [&model, &network, precision, device, options] {
                                   return make_graph_engine(model, network, precision,
                                                            std::max(1, options.max_batch), device);
                               }});
        };
        // Without golden pictures nothing would vouch for the coarser numbers.
        if (wanted == Precision::float16 ||
            (wanted == Precision::automatic && !model.golden.images.empty())) {
            offer(Precision::float16);
        }
        if (wanted == Precision::bfloat16 && computes_bfloat16(index)) {
            offer(Precision::bfloat16);
        }
        if (wanted == Precision::automatic || wanted == Precision::float32) {
            offer(Precision::float32);
            choices.push_back({Precision::float32, [&model, &network, device] {
                                   return make_plain_engine(model, network, 0, device);
                               }});
        }
        return choices;
    }

    HostServices services_;
};

} // namespace

Result<std::shared_ptr<Backend>> create_cuda_backend(const HostServices &services) {
    const auto &cuda = preload_cuda();
    if (!cuda.loaded) {
        if (cuda.missing == "libcuda.so.1") {
            return Error{"no_device", {"no NVIDIA driver: libcuda.so.1 was not found"}};
        }
        return Error{"missing_library",
                     {cuda.missing, "Run scripts/setup --cuda, then build or install again."}};
    }
    if (!at::globalContext().hasCUDA()) {
        return Error{"no_device", {"LibTorch was used before its CUDA half was loaded"}};
    }
    if (c10::cuda::device_count() == 0) {
        return Error{"no_device", {"the NVIDIA driver finds no device"}};
    }
    // float32 means float32: TF32 keeps ten bits and would fail the golden pictures.
    at::globalContext().setAllowTF32CuDNN(false);
    return std::shared_ptr<Backend>(std::make_shared<CudaBackend>(services));
}

} // namespace vitrine
