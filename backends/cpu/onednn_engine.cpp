#include "backends/cpu/onednn_engine.hpp"

#include "backends/cpu/onednn_operators.hpp"

#include <ATen/ATen.h>

namespace vitrine {

namespace {

FusedActivation fused(Activation activation) {
    c10::List<std::optional<at::Scalar>> numbers;
    switch (activation) {
    case Activation::relu:
        return {"relu", numbers, ""};
    case Activation::relu6:
        numbers.push_back(at::Scalar(0.0));
        numbers.push_back(at::Scalar(6.0));
        return {"hardtanh", numbers, ""};
    case Activation::gelu:
        return {"gelu", numbers, "none"};
    case Activation::none:
        break;
    }
    return {"none", numbers, ""};
}

/// A convolution ready to run. An odd pixel of padding, which the operators cannot express, becomes
/// a row and a column of zeros in front of the kernel and the larger padding on both sides.
struct PreparedConvolution {
    at::Tensor weight, bias;
    std::array<std::int64_t, 2> padding{}, stride{};
    FusedActivation activation;
};

class OneDnnEngine final : public Engine {
  public:
    OneDnnEngine(const Model &model, const Network &network, Precision precision, int threads)
        : folded_(fold(network, model.weights)), rule_(model.manifest.input), precision_(precision),
          threads_(threads), type_(precision == Precision::bfloat16 ? at::kBFloat16 : at::kFloat) {
        use_threads(threads);
        prepare();
    }

    NetworkOutput run(const PixelBatch &batch, Wanted, Deadline deadline) override {
        use_threads(threads_);
        std::vector<at::Tensor> values(static_cast<std::size_t>(folded_.value_count));
        values[0] = normalise(batch, rule_).to(type_);
        for (std::size_t i = 0; i < folded_.steps.size(); ++i) {
            check_deadline(deadline);
            const auto &step = folded_.steps[i];
            at(values, step.output) = step.layer.kind == LayerKind::convolution
                                          ? convolve(step, prepared_[i], values)
                                          : compute_step(step, values);
            for (const auto value : step.last_uses) {
                at(values, value).reset();
            }
        }
        return {at(values, folded_.logits), at(values, folded_.features).flatten(1),
                at(values, folded_.map)};
    }
    [[nodiscard]] Precision precision() const noexcept override { return precision_; }
    [[nodiscard]] int threads() const noexcept override { return threads_; }
    [[nodiscard]] std::string description() const override { return "folded, oneDNN"; }

  private:
    static at::Tensor &at(std::vector<at::Tensor> &values, ValueId id) {
        return values.at(static_cast<std::size_t>(id));
    }

    /// Sizes are followed through the network since the best weight layout depends on them.
    void prepare() {
        std::vector<std::pair<int, int>> sizes(static_cast<std::size_t>(folded_.value_count));
        sizes[0] = {rule_.height, rule_.width};
        for (auto &step : folded_.steps) {
            const auto &layer = step.layer;
            const auto [height, width] = sizes.at(static_cast<std::size_t>(step.input));
            const auto shrunk = [&](int size) {
                const auto [before, after] = padding_of(layer, size);
                return (size + before + after - layer.kernel) / layer.stride + 1;
            };
            PreparedConvolution prepared;
            const bool windowed =
                layer.kind == LayerKind::convolution || layer.kind == LayerKind::max_pool;
            sizes.at(static_cast<std::size_t>(step.output)) =
                windowed ? std::pair(shrunk(height), shrunk(width)) : std::pair(height, width);
            if (layer.kind == LayerKind::convolution) {
                prepared = prepare_convolution(step, height, width);
                step.weight.reset();
            } else if (layer.kind == LayerKind::linear || layer.kind == LayerKind::batch_norm) {
                step.weight = step.weight.to(type_);
                step.bias = step.bias.to(type_);
            }
            prepared_.push_back(std::move(prepared));
        }
    }

    PreparedConvolution prepare_convolution(const FoldedStep &step, int height, int width) const {
        const auto &layer = step.layer;
        const auto [top, bottom] = padding_of(layer, height);
        const auto [left, right] = padding_of(layer, width);
        auto weight = step.weight;
        if (top != bottom || left != right) {
            weight = at::constant_pad_nd(weight, {right - left, 0, bottom - top, 0});
        }
        PreparedConvolution prepared;
        prepared.padding = {bottom, right};
        prepared.stride = {layer.stride, layer.stride};
        prepared.bias = step.bias.to(type_);
        prepared.activation = fused(layer.activation);
        const std::array<std::int64_t, 4> input{1, layer.in_channels, height, width};
        prepared.weight =
            operators_.reorder(weight.to(type_).contiguous(at::MemoryFormat::ChannelsLast),
                               prepared.padding, prepared.stride, layer.groups, input);
        return prepared;
    }

    at::Tensor convolve(const FoldedStep &step, const PreparedConvolution &prepared,
                        std::vector<at::Tensor> &values) const {
        const auto &input = at(values, step.input);
        if (step.other < 0) {
            return operators_.convolve(input, prepared.weight, prepared.bias, prepared.padding,
                                       prepared.stride, step.layer.groups, prepared.activation);
        }
        auto sum = at(values, step.other);
        if (!step.other_is_free) {
            sum = sum.clone();
        }
        operators_.convolve_onto(sum, input, prepared.weight, prepared.bias, prepared.padding,
                                 prepared.stride, step.layer.groups, prepared.activation);
        return sum;
    }

    OneDnnOperators operators_;
    FoldedNetwork folded_;
    std::vector<PreparedConvolution> prepared_; ///< of each step
    InputRule rule_;
    Precision precision_;
    int threads_;
    at::ScalarType type_;
};

} // namespace

std::unique_ptr<Engine> make_onednn_engine(const Model &model, const Network &network,
                                           Precision precision, int threads) {
    return std::make_unique<OneDnnEngine>(model, network, precision, threads);
}

} // namespace vitrine
