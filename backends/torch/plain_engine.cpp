#include "backends/torch/engine.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <sched.h>

namespace vitrine {

namespace {

class PlainEngine final : public Engine {
  public:
    PlainEngine(const Model &model, const Network &network, int threads, at::Device device)
        : network_(std::make_shared<PlainNetwork>(network, model.weights, at::kFloat)),
          rule_(model.manifest.input), threads_(threads), device_(device) {
        network_->eval();
        network_->move_to(device);
    }

    NetworkOutput run(const PixelBatch &batch, Wanted, Deadline deadline) override {
        if (threads_ > 0) {
            use_threads(threads_);
        }
        check_deadline(deadline);
        return network_->forward(normalise(batch, rule_).to(device_));
    }
    [[nodiscard]] Precision precision() const noexcept override { return Precision::float32; }
    [[nodiscard]] int threads() const noexcept override { return threads_; }
    [[nodiscard]] std::string description() const override { return "plain"; }

  private:
    std::shared_ptr<PlainNetwork> network_;
    InputRule rule_;
    int threads_;
    at::Device device_;
};

} // namespace

std::unique_ptr<Engine> make_plain_engine(const Model &model, const Network &network, int threads,
                                          at::Device device) {
    return std::make_unique<PlainEngine>(model, network, threads, device);
}

at::Tensor normalise(const PixelBatch &batch, const InputRule &rule) {
    auto pictures =
        at::empty({batch.count, 3, batch.height, batch.width},
                  at::TensorOptions().dtype(at::kFloat), at::MemoryFormat::ChannelsLast);
    std::array<float, 3> factor{};
    std::array<float, 3> offset{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        factor[channel] = 1.F / (255.F * rule.std[channel]);
        offset[channel] = -rule.mean[channel] / rule.std[channel];
    }
    auto *out = pictures.mutable_data_ptr<float>();
    const auto *in = batch.pixels.data();
    const auto count = static_cast<std::size_t>(pictures.numel());
    for (std::size_t i = 0; i < count; i += 3) {
        out[i] = static_cast<float>(in[i]) * factor[0] + offset[0];
        out[i + 1] = static_cast<float>(in[i + 1]) * factor[1] + offset[1];
        out[i + 2] = static_cast<float>(in[i + 2]) * factor[2] + offset[2];
    }
    return pictures;
}

void use_threads(int threads) {
    if (at::get_num_threads() != threads) {
        at::set_num_threads(threads);
    }
}

int thread_count(int wanted) {
    if (wanted > 0) {
        return wanted;
    }
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
        return std::max(1, CPU_COUNT(&allowed));
    }
    return 1;
}

} // namespace vitrine
