#include "backends/cuda/graph_engine.hpp"

#include "backends/cuda/graph_capture.hpp"
#include "backends/torch/folding.hpp"

#include <ATen/ATen.h>
#include <ATen/cuda/CUDAEvent.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cstring>
#include <map>
#include <thread>

namespace vitrine {

namespace {

at::ScalarType type_of(Precision precision) {
    switch (precision) {
    case Precision::float16:
        return at::kHalf;
    case Precision::bfloat16:
        return at::kBFloat16;
    default:
        return at::kFloat;
    }
}

/// A graph for one batch size, with the memory that it reads and writes.
struct CapturedGraph {
    at::Tensor pixels; ///< uint8, N × H × W × 3, on the device
    NetworkOutput output;
    at::cuda::CUDAGraph graph;
};

/// Everything that CUDA would be called to free, in one place to be leaked together.
struct DeviceState {
    FoldedNetwork network;
    at::Tensor factor, offset; ///< float32, of R, G, B
    at::Tensor pinned;         ///< uint8, max batch × H × W × 3, in the computer's own memory
    std::map<int, std::unique_ptr<CapturedGraph>> graphs;
    at::cuda::CUDAEvent done;
};

class GraphEngine final : public Engine {
  public:
    GraphEngine(const Model &model, const Network &network, Precision precision, int max_batch,
                at::Device device)
        : rule_(model.manifest.input), precision_(precision), type_(type_of(precision)),
          device_(device), stream_(c10::cuda::getStreamFromPool(false, device.index())),
          state_(std::make_unique<DeviceState>()) {
        const c10::cuda::CUDAStreamGuard on_stream(stream_);
        load(model, network);
        state_->pinned = at::empty({max_batch, rule_.height, rule_.width, 3},
                                   at::TensorOptions().dtype(at::kByte).pinned_memory(true));
        for (const int batch : {1, max_batch}) {
            if (!state_->graphs.contains(batch)) {
                state_->graphs[batch] = capture(batch);
            }
        }
    }

    ~GraphEngine() override {
        if (lost_ || given_up_) { // to free would fail, or wait for a device that hangs
            static_cast<void>(state_.release());
        }
    }
    GraphEngine(const GraphEngine &) = delete;
    GraphEngine &operator=(const GraphEngine &) = delete;

    NetworkOutput run(const PixelBatch &batch, Wanted, Deadline deadline) override {
        if (lost_) {
            throw std::runtime_error("CUDA error: the device was lost earlier");
        }
        try {
            const c10::cuda::CUDAStreamGuard on_stream(stream_);
            wait(deadline); // an earlier call may have been given up while the device was busy
            given_up_ = false;
            return launch(batch, deadline);
        } catch (const DeadlinePassed &) {
            given_up_ = true;
            throw;
        } catch (const c10::OutOfMemoryError &) {
            throw;
        } catch (const std::exception &exception) {
            lost_ = std::string_view(exception.what()).find("CUDA error") != std::string_view::npos;
            throw;
        }
    }
    [[nodiscard]] Precision precision() const noexcept override { return precision_; }
    [[nodiscard]] int threads() const noexcept override { return 0; }
    [[nodiscard]] std::string description() const override { return "folded, CUDA graph"; }

  private:
    void load(const Model &model, const Network &network) {
        state_->network = fold(network, model.weights);
        for (auto &step : state_->network.steps) {
            if (!step.weight.defined()) {
                continue;
            }
            step.weight = step.weight.to(device_, type_);
            step.bias = step.bias.to(device_, type_);
            if (step.weight.dim() == 4) {
                step.weight = step.weight.contiguous(at::MemoryFormat::ChannelsLast);
            }
        }
        auto factor = at::empty({1, 3, 1, 1}, at::kFloat);
        auto offset = at::empty({1, 3, 1, 1}, at::kFloat);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            factor.mutable_data_ptr<float>()[channel] = 1.F / (255.F * rule_.std[channel]);
            offset.mutable_data_ptr<float>()[channel] = -rule_.mean[channel] / rule_.std[channel];
        }
        state_->factor = factor.to(device_);
        state_->offset = offset.to(device_);
    }

    NetworkOutput forward(const at::Tensor &pixels) const {
        const auto &network = state_->network;
        std::vector<at::Tensor> values(static_cast<std::size_t>(network.value_count));
        const auto at = [&](ValueId id) -> at::Tensor & {
            return values.at(static_cast<std::size_t>(id));
        };
        // N × H × W × 3 seen as N × 3 × H × W is channels-last already.
        at(0) = (pixels.permute({0, 3, 1, 2}).to(at::kFloat) * state_->factor + state_->offset)
                    .to(type_);
        for (const auto &step : network.steps) {
            at(step.output) = compute_step(step, values);
            for (const auto value : step.last_uses) {
                at(value).reset();
            }
        }
        return {at(network.logits), at(network.features).flatten(1), at(network.map)};
    }

    std::unique_ptr<CapturedGraph> capture(int batch) {
        auto captured = std::make_unique<CapturedGraph>();
        captured->pixels = at::zeros({batch, rule_.height, rule_.width, 3},
                                     at::TensorOptions().dtype(at::kByte).device(device_));
        for (int i = 0; i < 3; ++i) { // libraries choose kernels and allocate workspaces here
            static_cast<void>(forward(captured->pixels));
        }
        stream_.synchronize();
        capture_graph(captured->graph, [&] { captured->output = forward(captured->pixels); });
        return captured;
    }

    NetworkOutput launch(const PixelBatch &batch, Deadline deadline) {
        if (batch.count > state_->pinned.size(0)) {
            state_->pinned = at::empty({batch.count, rule_.height, rule_.width, 3},
                                       at::TensorOptions().dtype(at::kByte).pinned_memory(true));
        }
        std::memcpy(state_->pinned.mutable_data_ptr(), batch.pixels.data(), batch.pixels.size());
        const auto source = state_->pinned.narrow(0, 0, batch.count);
        NetworkOutput output;
        if (const auto found = state_->graphs.find(batch.count); found != state_->graphs.end()) {
            found->second->pixels.copy_(source, true);
            found->second->graph.replay();
            output = found->second->output;
        } else {
            output = forward(source.to(device_, at::kByte, true));
        }
        state_->done.record(stream_);
        wait(deadline);
        return output;
    }

    /// Asks instead of blocking, so that a device that hangs can be given up.
    void wait(Deadline deadline) const {
        while (!state_->done.query()) {
            check_deadline(deadline);
            std::this_thread::yield();
        }
    }

    InputRule rule_;
    Precision precision_;
    at::ScalarType type_;
    at::Device device_;
    c10::cuda::CUDAStream stream_;
    std::unique_ptr<DeviceState> state_;
    bool lost_ = false;
    bool given_up_ = false; ///< the deadline passed while the device was busy
};

} // namespace

std::unique_ptr<Engine> make_graph_engine(const Model &model, const Network &network,
                                          Precision precision, int max_batch, at::Device device) {
    return std::make_unique<GraphEngine>(model, network, precision, max_batch, device);
}

} // namespace vitrine
