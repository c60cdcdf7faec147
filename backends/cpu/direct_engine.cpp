#include "backends/cpu/direct_engine.hpp"

#include "backends/cpu/direct/program.hpp"
#include "backends/cpu/processor.hpp"
#include "backends/torch/folding.hpp"

#include <ATen/ATen.h>
#include <cstring>

namespace vitrine {

namespace {

std::vector<float> floats_of(const at::Tensor &tensor) {
    if (!tensor.defined()) {
        return {};
    }
    const auto dense = tensor.contiguous();
    std::vector<float> values(static_cast<std::size_t>(dense.numel()));
    std::memcpy(values.data(), dense.const_data_ptr<float>(), values.size() * sizeof(float));
    return values;
}

direct::Normalisation normalisation_of(const InputRule &rule) {
    direct::Normalisation normalisation{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        normalisation.factor[channel] = 1.F / (255.F * rule.std[channel]);
        normalisation.offset[channel] = -rule.mean[channel] / rule.std[channel];
    }
    return normalisation;
}

direct::Program program_of(FoldedNetwork &network, const InputRule &rule, int threads) {
    std::vector<direct::ProgramStep> steps;
    for (auto &step : network.steps) {
        steps.push_back({step.layer, floats_of(step.weight), floats_of(step.bias), step.input,
                         step.other, step.output, step.other_is_free, step.last_uses});
        step.weight.reset();
        step.bias.reset();
    }
    return {std::move(steps), network.value_count,    rule.height,
            rule.width,       normalisation_of(rule), threads};
}

class DirectEngine final : public Engine {
  public:
    DirectEngine(const Model &model, const Network &network, int threads)
        : folded_(fold(network, model.weights)), classes_(network.classes), threads_(threads),
          program_(program_of(folded_, model.manifest.input, threads)) {}

    NetworkOutput run(const PixelBatch &batch, Wanted wanted, Deadline deadline) override {
        check_deadline(deadline);
        if (!program_.run(batch.pixels.data(), batch.count, deadline)) {
            throw DeadlinePassed();
        }
        NetworkOutput output;
        output.logits = copy(folded_.logits, batch.count).narrow(1, 0, classes_).flatten(1);
        if (wanted.features) {
            output.features = copy(folded_.features, batch.count).flatten(1);
        }
        if (wanted.activation_maps) {
            output.map = copy(folded_.map, batch.count);
        }
        return output;
    }
    [[nodiscard]] Precision precision() const noexcept override { return Precision::float32; }
    [[nodiscard]] int threads() const noexcept override { return threads_; }
    [[nodiscard]] std::string description() const override { return "folded, own kernels"; }

  private:
    /// N × channels × height × width in channels-last memory.
    at::Tensor copy(ValueId value, int pictures) const {
        const auto shape = program_.shape(value);
        auto tensor =
            at::empty({pictures, shape.channels, shape.height, shape.width}, at::kFloat,
                      std::nullopt, std::nullopt, std::nullopt, at::MemoryFormat::ChannelsLast);
        std::memcpy(tensor.mutable_data_ptr(), program_.value(value), tensor.nbytes());
        return tensor;
    }

    FoldedNetwork folded_; ///< its tensors are in the program
    int classes_;
    int threads_;
    direct::Program program_;
};

} // namespace

std::unique_ptr<Engine> make_direct_engine(const Model &model, const Network &network,
                                           int threads) {
    TORCH_CHECK(has_avx2_and_fma(), "the processor has no AVX2");
    return std::make_unique<DirectEngine>(model, network, threads);
}

} // namespace vitrine
