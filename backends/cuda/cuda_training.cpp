#include "backends/cuda/cuda_training.hpp"

#include "backends/cuda/graph_capture.hpp"
#include "backends/torch/classifier.hpp"
#include "backends/torch/training/training_session.hpp"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <map>

namespace vitrine {

namespace {

/// Steps taken as they are before one is captured: libraries choose kernels and allocate
/// workspaces in them.
constexpr int warm_up_steps = 3;
/// Kinds of steps that are kept; a training has one for each batch size and set of groups that
/// move, so that more than a few means that no two steps are alike.
constexpr std::size_t most_graphs = 8;

class GraphRunner final : public StepRunner {
  public:
    explicit GraphRunner(HostServices services) : services_(std::move(services)) {}

    void run(const std::string &key, const std::function<void()> &step) override {
        if (!recorded_.contains(key) && recorded_.size() >= most_graphs) {
            step();
            return;
        }
        auto &kind = recorded_[key];
        if (!kind.graph && kind.taken < warm_up_steps) {
            ++kind.taken;
            step();
            return;
        }
        if (!kind.graph && !kind.is_refused) {
            auto graph = std::make_unique<at::cuda::CUDAGraph>();
            try {
                capture_graph(*graph, step);
                kind.graph = std::move(graph);
            } catch (const c10::Error &error) { // an operation that cannot be recorded
                kind.is_refused = true;
                if (services_.log) {
                    services_.log(HostServices::Level::warning,
                                  std::string("a training step cannot be recorded, so each is "
                                              "taken by itself: ") +
                                      error.what_without_backtrace());
                }
            }
        }
        if (kind.is_refused) {
            step();
        } else {
            kind.graph->replay();
        }
    }

  private:
    struct Kind {
        int taken = 0;
        std::unique_ptr<at::cuda::CUDAGraph> graph{};
        bool is_refused = false;
    };
    HostServices services_;
    std::map<std::string, Kind> recorded_;
};

/// Keeps all work of a session on a stream of its own, since the default one cannot be captured.
class CudaTrainingSession final : public TrainingSession {
  public:
    CudaTrainingSession(std::unique_ptr<TrainingSession> session, c10::cuda::CUDAStream stream)
        : session_(std::move(session)), stream_(stream) {}
    ~CudaTrainingSession() override {
        if (lost_) { // to free would fail
            static_cast<void>(session_.release());
        }
    }
    CudaTrainingSession(const CudaTrainingSession &) = delete;
    CudaTrainingSession &operator=(const CudaTrainingSession &) = delete;

    Result<std::vector<StepResult>> train_steps(std::span<const StepPlan> steps) noexcept override {
        return on_stream([&] { return session_->train_steps(steps); });
    }
    Result<std::vector<float>> evaluate(const DatasetView &pictures,
                                        Views views) noexcept override {
        return on_stream([&] { return session_->evaluate(pictures, views); });
    }
    Result<TensorMap> weights() noexcept override {
        return on_stream([&] { return session_->weights(); });
    }
    [[nodiscard]] Precision precision() const noexcept override { return session_->precision(); }
    Result<TensorMap> save_state() noexcept override {
        return on_stream([&] { return session_->save_state(); });
    }
    Result<void> load_state(const TensorMap &state) noexcept override {
        return on_stream([&] { return session_->load_state(state); });
    }

  private:
    template <typename Function> auto on_stream(const Function &function) -> decltype(function()) {
        try {
            if (lost_) {
                return Error{"device_lost", {"the device was lost earlier"}};
            }
            const c10::cuda::CUDAStreamGuard guard(stream_);
            auto result = function();
            lost_ = !result && result.error().code == "device_lost";
            return result;
        } catch (const std::exception &exception) {
            return error_of(exception);
        } catch (...) {
            return Error{"compute_failed", {"unknown exception"}};
        }
    }

    std::unique_ptr<TrainingSession> session_;
    c10::cuda::CUDAStream stream_;
    bool lost_ = false;
};

} // namespace

Result<std::unique_ptr<TrainingSession>> open_cuda_training(const TrainingSpec &spec,
                                                            const DatasetView &training,
                                                            at::Device device, at::ScalarType type,
                                                            const HostServices &services) noexcept {
    try {
        const auto stream = c10::cuda::getStreamFromPool(false, device.index());
        const c10::cuda::CUDAStreamGuard guard(stream);
        TrainingHardware hardware;
        hardware.device = device;
        hardware.type = type;
        hardware.runner = std::make_shared<GraphRunner>(services);
        auto session = open_torch_training(spec, training, std::move(hardware), services);
        if (!session) {
            return session.error();
        }
        return std::unique_ptr<TrainingSession>(
            std::make_unique<CudaTrainingSession>(std::move(*session), stream));
    } catch (const std::exception &exception) {
        return error_of(exception);
    } catch (...) {
        return Error{"compute_failed", {"unknown exception"}};
    }
}

} // namespace vitrine
