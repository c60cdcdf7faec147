#include "tests/fakes/fake_session.hpp"

#include "core/training/randomness.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace vitrine {

namespace {

using Numbers = std::vector<float>;

Tensor to_tensor(const Numbers &numbers, std::vector<std::int64_t> shape) {
    Tensor tensor{DataType::float32, std::move(shape),
                  std::vector<std::byte>(numbers.size() * sizeof(float))};
    std::memcpy(tensor.bytes.data(), numbers.data(), tensor.bytes.size());
    return tensor;
}

class FakeSession final : public TrainingSession {
  public:
    FakeSession(const TrainingSpec &spec, const DatasetView &data, FakeFaults faults)
        : spec_(spec), data_(data), faults_(faults),
          classes_(static_cast<std::size_t>(data.classes)),
          size_(static_cast<std::size_t>(data.height) * static_cast<std::size_t>(data.width) * 3),
          weight_(classes_ * size_), bias_(classes_), weight_momentum_(classes_ * size_),
          bias_momentum_(classes_) {
        for (std::size_t i = 0; i < weight_.size(); ++i)
            weight_[i] =
                0.01F *
                static_cast<float>(
                    random_block(spec.seed, RandomStream::weights, 0, i)[0] * 0x1p-32 - 0.5);
        for (auto [name, into] : {std::pair{"head.weight", &weight_}, {"head.bias", &bias_}})
            if (const auto given = spec.initial_weights.find(name);
                given != spec.initial_weights.end())
                std::memcpy(into->data(), given->second.bytes.data(), given->second.bytes.size());
    }

    Result<std::vector<StepResult>> train_steps(std::span<const StepPlan> steps) noexcept override {
        std::vector<StepResult> results;
        for (const StepPlan &step : steps) {
            if (step_ == faults_.lost_at)
                return Error{"device_lost", {"the fake was told to"}};
            results.push_back(take(step));
            if (step_ == faults_.not_a_number_at)
                results.back().loss = std::numeric_limits<double>::quiet_NaN();
            if (step_ == faults_.infinite_at)
                results.back().loss = std::numeric_limits<double>::infinity();
            ++step_;
        }
        return results;
    }

    Result<std::vector<float>> evaluate(const DatasetView &pictures,
                                        Views views) noexcept override {
        if (faults_.only_plain && views != Views::plain)
            return Error{"out_of_memory", {}};
        std::vector<float> logits;
        for (std::size_t i = 0; i < pictures.labels.size(); ++i) {
            const Numbers input = features(pictures.pixels.subspan(i * size_, size_), false);
            for (const double logit : logits_of(input))
                logits.push_back(static_cast<float>(logit));
        }
        return logits;
    }

    Result<TensorMap> weights() noexcept override {
        return TensorMap{{"head.weight", to_tensor(weight_, {data_.classes, signed_size()})},
                         {"head.bias", to_tensor(bias_, {data_.classes})}};
    }

    [[nodiscard]] Precision precision() const noexcept override { return Precision::float32; }

    Result<TensorMap> save_state() noexcept override {
        TensorMap state = *weights();
        state["momentum.weight"] = to_tensor(weight_momentum_, {data_.classes, signed_size()});
        state["momentum.bias"] = to_tensor(bias_momentum_, {data_.classes});
        return state;
    }

    Result<void> load_state(const TensorMap &state) noexcept override {
        for (auto [name, into] : {std::pair{"head.weight", &weight_},
                                  {"head.bias", &bias_},
                                  {"momentum.weight", &weight_momentum_},
                                  {"momentum.bias", &bias_momentum_}}) {
            const auto found = state.find(name);
            if (found == state.end())
                return Error{"missing_tensor", {name}};
            if (found->second.bytes.size() != into->size() * sizeof(float))
                return Error{"wrong_shape", {name}};
            std::memcpy(into->data(), found->second.bytes.data(), found->second.bytes.size());
        }
        return {};
    }

  private:
    [[nodiscard]] std::int64_t signed_size() const { return static_cast<std::int64_t>(size_); }

    Numbers features(std::span<const std::uint8_t> picture, bool mirrored) const {
        Numbers input(size_);
        const auto width = static_cast<std::size_t>(data_.width);
        for (std::size_t i = 0; i < size_; ++i) {
            const std::size_t channel = i % 3;
            const std::size_t x = i / 3 % width;
            const std::size_t row = i / 3 - x;
            const std::size_t from = mirrored ? width - 1 - x : x;
            input[i] = static_cast<float>(picture[(row + from) * 3 + channel]) / 255.0F - 0.5F;
        }
        return input;
    }

    std::vector<double> logits_of(const Numbers &input) const {
        std::vector<double> logits(classes_);
        for (std::size_t c = 0; c < classes_; ++c) {
            double sum = bias_[c];
            for (std::size_t i = 0; i < size_; ++i)
                sum += double{weight_[c * size_ + i]} * double{input[i]};
            logits[c] = sum;
        }
        return logits;
    }

    StepResult take(const StepPlan &step) {
        StepResult result;
        Numbers weight_gradient(weight_.size());
        Numbers bias_gradient(bias_.size());
        const auto share = 1.0F / static_cast<float>(step.batch.size());
        for (const std::int32_t sample : step.batch) {
            const auto index = static_cast<std::size_t>(sample);
            const Augmentation augmentation = augmentation_of(
                spec_.augmentation, spec_.seed, step.epoch, sample, data_.height, data_.width);
            const Numbers input =
                features(data_.pixels.subspan(index * size_, size_), augmentation.mirrored);
            std::vector<double> logits = logits_of(input);
            const auto label = static_cast<std::size_t>(data_.labels[index]);
            const double top = *std::ranges::max_element(logits);
            result.correct += logits[label] == top ? 1 : 0;
            double sum = 0;
            for (double &logit : logits)
                sum += logit = std::exp(logit - top);
            result.loss -= std::log(logits[label] / sum) * double{share};
            for (std::size_t c = 0; c < classes_; ++c) {
                const auto slope =
                    share * static_cast<float>(logits[c] / sum - (c == label ? 1.0 : 0.0));
                bias_gradient[c] += slope;
                for (std::size_t i = 0; i < size_; ++i)
                    weight_gradient[c * size_ + i] += slope * input[i];
            }
        }
        result.count = static_cast<std::int64_t>(step.batch.size());
        const auto momentum = static_cast<float>(spec_.optimiser.momentum);
        const auto descend = [momentum](Numbers &w, Numbers &m, const Numbers &g, double rate) {
            for (std::size_t i = 0; i < w.size(); ++i) {
                m[i] = momentum * m[i] + g[i];
                w[i] -= static_cast<float>(rate) * m[i];
            }
        };
        descend(weight_, weight_momentum_, weight_gradient,
                step.learning_rates[static_cast<std::size_t>(ParameterGroup::head)]);
        descend(bias_, bias_momentum_, bias_gradient,
                step.learning_rates[static_cast<std::size_t>(ParameterGroup::biases)]);
        return result;
    }

    TrainingSpec spec_;
    DatasetView data_;
    FakeFaults faults_;
    std::size_t classes_;
    std::size_t size_;
    Numbers weight_, bias_, weight_momentum_, bias_momentum_;
    std::int64_t step_ = 0;
};

} // namespace

std::unique_ptr<TrainingSession> make_fake_session(const TrainingSpec &spec,
                                                   const DatasetView &data, FakeFaults faults) {
    return std::make_unique<FakeSession>(spec, data, faults);
}

} // namespace vitrine
