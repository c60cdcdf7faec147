#include "backends/torch/training/training_session.hpp"

#include "backends/torch/classifier.hpp"
#include "backends/torch/tensors.hpp"
#include "backends/torch/training/augmentation.hpp"
#include "backends/torch/training/checked_engine.hpp"
#include "backends/torch/training/evaluation.hpp"
#include "backends/torch/training/frozen_features.hpp"
#include "backends/torch/training/initial_weights.hpp"
#include "backends/torch/training/trained_network.hpp"
#include "core/support/checksum.hpp"
#include "core/training/randomness.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace vitrine {

namespace {

/// How many pixels are evaluated at once: 128 pictures of 32 × 32 on the CPU.
constexpr std::int64_t host_evaluation_pixels = 128L * 32 * 32;
constexpr std::int64_t device_evaluation_pixels = 1024L * 32 * 32;

/// Of a frozen backbone's features of evaluated pictures.
constexpr std::size_t most_seen_bytes = std::size_t{256} << 20;
constexpr std::int32_t pictures_to_prove_on = 64;
/// In place of an epoch: the choice of pictures to prove a precision on.
constexpr std::uint32_t proof_choice = 0xFFFFFFFEU;

Precision precision_of(at::ScalarType type) {
    switch (type) {
    case at::kBFloat16:
        return Precision::bfloat16;
    case at::kHalf:
        return Precision::float16;
    default:
        return Precision::float32;
    }
}

template <typename Function> auto guarded(const Function &function) -> decltype(function()) {
    try {
        return function();
    } catch (const std::exception &exception) {
        return error_of(exception);
    } catch (...) {
        return Error{"compute_failed", {"unknown exception"}};
    }
}

class TorchTrainingSession final : public TrainingSession {
  public:
    TorchTrainingSession(const TrainingSpec &spec, const Network &network, const TensorMap &start,
                         const DatasetView &training, TrainingHardware hardware,
                         HostServices services)
        : spec_(spec), training_(training), hardware_(std::move(hardware)),
          services_(std::move(services)),
          trained_(network, start, spec.averaging_decay, hardware_.device),
          groups_(group_parameters(trained_.learning(), spec.freeze_backbone)),
          optimisers_(make_optimisers(groups_, spec.optimiser)), engine_(make_checked_engine()),
          backbone_(make_checked_engine()) {
        spec_.initial_weights.clear();
        trained_.learning().eval(); // a frozen backbone's features are computed here
        const BatchRules rules{spec.input, spec.augmentation, spec.seed};
        if (spec.freeze_backbone) {
            batches_ = make_frozen_features(
                training, rules,
                [this](const PixelBatch &batch) {
                    const c10::InferenceMode inference;
                    return backbone_.answer(batch).features.to(at::kCPU, at::kFloat);
                },
                hardware_.device);
        } else if (hardware_.device.is_cpu()) {
            batches_ = make_host_batches(training, rules);
        } else {
            batches_ = make_device_batches(training, rules, hardware_.device);
        }
        const auto scalar = hardware_.device.is_cpu() ? at::kDouble : at::kFloat;
        rates_ = at::zeros({static_cast<std::int64_t>(parameter_group_count)},
                           at::TensorOptions(scalar).device(hardware_.device));
        outcome_ = at::zeros({2}, at::TensorOptions(at::kDouble).device(hardware_.device));
    }

    Result<std::vector<StepResult>> train_steps(std::span<const StepPlan> steps) noexcept override {
        return guarded([&]() -> Result<std::vector<StepResult>> {
            for (const auto &step : steps) {
                if (auto checked = check(step); !checked) {
                    return checked.error();
                }
            }
            use_own_threads();
            return take(steps);
        });
    }

    Result<std::vector<float>> evaluate(const DatasetView &pictures,
                                        Views views) noexcept override {
        return guarded([&]() -> Result<std::vector<float>> {
            const auto picture = static_cast<std::size_t>(spec_.input.width) *
                                 static_cast<std::size_t>(spec_.input.height) * 3;
            if (pictures.width != spec_.input.width || pictures.height != spec_.input.height ||
                pictures.pixels.size() % picture != 0) {
                return Error{"wrong_input_size",
                             {fmt::format("{}×{}", spec_.input.width, spec_.input.height),
                              fmt::format("{}×{}", pictures.width, pictures.height)}};
            }
            use_own_threads();
            const c10::InferenceMode inference;
            trained_.learning().eval();
            return evaluate_views(pictures, views, spec_.architecture.classes,
                                  hardware_.device.is_cpu() ? host_evaluation_pixels
                                                            : device_evaluation_pixels,
                                  [this](const PixelBatch &batch) {
                                      return spec_.freeze_backbone ? answer_of_head(batch)
                                                                   : engine_.answer(batch).logits;
                                  });
        });
    }

    [[nodiscard]] Precision precision() const noexcept override {
        return precision_of(hardware_.type);
    }

    /// How far this precision's gradient is from float32's: 1 − cosine; 2 where it holds what is no
    /// number. Of pictures from everywhere: those of one class all pull the same way, and hide
    /// much. Changes nothing.
    double gradient_difference() {
        use_own_threads();
        const auto samples =
            drawn(spec_.seed, RandomStream::weights, proof_choice,
                  static_cast<std::int32_t>(training_.labels.size()), pictures_to_prove_on);
        batches_->plan(0, samples);
        const auto batch = batches_->make();
        trained_.learning().eval(); // batch norm's averages stay as they are
        const auto exact = gradients(batch, at::kFloat);
        const auto coarse = gradients(batch, hardware_.type);
        double product = 0;
        double exact_squares = 0;
        double coarse_squares = 0;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const auto a = exact[i].to(at::kDouble).flatten();
            const auto b = coarse[i].to(at::kDouble).flatten();
            product += a.dot(b).item<double>();
            exact_squares += a.dot(a).item<double>();
            coarse_squares += b.dot(b).item<double>();
        }
        const double apart = 1.0 - product / std::sqrt(exact_squares * coarse_squares);
        return std::isfinite(apart) ? apart : 2.0;
    }

    Result<TensorMap> weights() noexcept override {
        return guarded([&]() -> Result<TensorMap> { return trained_.weights(); });
    }

    Result<TensorMap> save_state() noexcept override {
        return guarded([&]() -> Result<TensorMap> {
            TensorMap saved;
            for (const auto &[name, tensor] : state()) {
                saved[name] = from_aten(tensor);
            }
            return saved;
        });
    }

    Result<void> load_state(const TensorMap &saved) noexcept override {
        return guarded([&]() -> Result<void> {
            const auto own = state();
            TensorMap::size_type known = 0;
            for (const auto &[name, tensor] : own) { // everything is checked before any is changed
                const auto found = saved.find(name);
                if (found == saved.end()) {
                    return Error{"missing_tensor", {name}};
                }
                ++known;
                const auto wanted = from_aten(tensor);
                if (found->second.shape != wanted.shape || found->second.type != wanted.type ||
                    found->second.bytes.size() != wanted.bytes.size()) {
                    return Error{"wrong_shape",
                                 {name, shape_text(wanted.shape), shape_text(found->second.shape)}};
                }
            }
            if (known != saved.size()) {
                return Error{"unexpected_tensor", {stranger(own, saved)}};
            }
            const c10::NoGradGuard no_gradients;
            for (auto &[name, tensor] : own) {
                tensor.copy_(to_aten(saved.at(name)));
            }
            engine_.weights_changed();
            backbone_.weights_changed();
            return {};
        });
    }

  private:
    [[nodiscard]] std::vector<at::Tensor> gradients(const TrainingBatch &batch,
                                                    at::ScalarType type) {
        at::AutoGradMode with_gradients(true);
        const auto logits =
            trained_.learning().forward(batch.inputs.to(type)).logits.to(at::kFloat);
        at::cross_entropy_loss(logits, batch.labels, {}, at::Reduction::Sum).backward();
        std::vector<at::Tensor> all;
        for (auto &group : groups_) {
            for (auto &parameter : group) {
                all.push_back(parameter.tensor.grad());
                parameter.tensor.mutable_grad().reset();
            }
        }
        return all;
    }

    [[nodiscard]] Result<void> check(const StepPlan &step) const {
        const auto total = static_cast<std::int64_t>(training_.labels.size());
        if (step.batch.empty() || step.epoch < 0) {
            return Error{"compute_failed", {"a step without pictures, or before the first epoch"}};
        }
        for (const auto sample : step.batch) {
            if (sample < 0 || sample >= total) {
                return Error{"compute_failed",
                             {fmt::format("a step names picture {} of {}", sample, total)}};
            }
        }
        return {};
    }

    void use_own_threads() const {
        if (hardware_.threads > 0) {
            use_threads(hardware_.threads);
        }
    }

    std::vector<StepResult> take(std::span<const StepPlan> steps) {
        trained_.learning().train(!spec_.freeze_backbone);
        engine_.weights_changed();
        const auto count = static_cast<std::int64_t>(steps.size());
        auto outcomes = at::empty({count, 2}, outcome_.options());
        for (std::int64_t i = 0; i < count; ++i) {
            const auto &step = steps[static_cast<std::size_t>(i)];
            batches_->plan(step.epoch, step.batch);
            set_rates(step.learning_rates);
            const auto compute = [this] { compute_step(); };
            if (hardware_.runner && !spec_.freeze_backbone) {
                hardware_.runner->run(shape_of(step), compute);
            } else {
                compute();
            }
            outcomes[i].copy_(outcome_, /*non_blocking=*/true);
            if (!spec_.freeze_backbone) {
                trained_.count_batch();
            }
        }
        const auto read = outcomes.to(at::kCPU);
        std::vector<StepResult> results;
        for (std::int64_t i = 0; i < count; ++i) {
            const auto *row = read.const_data_ptr<double>() + 2 * i;
            results.push_back(
                {row[0], static_cast<std::int64_t>(row[1]),
                 static_cast<std::int64_t>(steps[static_cast<std::size_t>(i)].batch.size())});
        }
        return results;
    }

    /// Groups that stand still cost nothing: no gradient is computed for them.
    void set_rates(const PerGroup &rates) {
        auto host = at::empty_like(
            rates_, rates_.options().device(at::kCPU).pinned_memory(hardware_.device.is_cuda()));
        for (std::size_t i = 0; i < rates.size(); ++i) {
            host[static_cast<std::int64_t>(i)].fill_(rates.at(i));
            moves_.at(i) = rates.at(i) != 0 && optimisers_.at(i) != nullptr;
            for (auto &parameter : groups_.at(i)) {
                parameter.tensor.set_requires_grad(moves_.at(i));
            }
        }
        rates_.copy_(host, /*non_blocking=*/true);
    }

    /// Steps that do the same work on the same memory.
    [[nodiscard]] std::string shape_of(const StepPlan &step) const {
        std::string key = std::to_string(step.batch.size());
        for (const bool moves : moves_) {
            key += moves ? '+' : '-';
        }
        return key;
    }

    void compute_step() {
        at::AutoGradMode with_gradients(true);
        for (auto &group : groups_) {
            for (auto &parameter : group) {
                parameter.tensor.mutable_grad().reset();
            }
        }
        const auto [inputs, labels] = batches_->make();
        auto &network = trained_.learning();
        const auto logits =
            (spec_.freeze_backbone ? network.forward_head(inputs)
                                   : network.forward(inputs.to(hardware_.type)).logits)
                .to(at::kFloat);
        // In half precision gradients of a mean would vanish: the sum's are divided afterwards.
        const bool half = hardware_.type != at::kFloat;
        const bool sum = spec_.loss.sum || half;
        const auto loss = at::cross_entropy_loss(logits, labels, {},
                                                 sum ? at::Reduction::Sum : at::Reduction::Mean,
                                                 -100, spec_.loss.label_smoothing);
        if (std::any_of(moves_.begin(), moves_.end(), [](bool moves) { return moves; })) {
            loss.backward();
        }
        const c10::NoGradGuard no_gradients;
        const auto count = static_cast<double>(labels.size(0));
        for (std::size_t i = 0; i < optimisers_.size(); ++i) {
            if (!moves_.at(i)) {
                continue;
            }
            if (half && !spec_.loss.sum) {
                for (auto &parameter : groups_.at(i)) {
                    parameter.tensor.mutable_grad().div_(count);
                }
            }
            optimisers_.at(i)->step(rates_[static_cast<std::int64_t>(i)]);
        }
        trained_.update_average();
        outcome_[0].copy_(sum ? loss.detach() / count : loss.detach());
        outcome_[1].copy_(logits.detach().argmax(1).eq(labels).sum());
    }

    std::vector<NamedState> state() const {
        auto all = trained_.state();
        for (const auto &optimiser : optimisers_) {
            if (optimiser) {
                for (auto &[name, tensor] : optimiser->state()) {
                    all.push_back({"optimiser." + name, tensor});
                }
            }
        }
        return all;
    }

    static std::string stranger(const std::vector<NamedState> &own, const TensorMap &saved) {
        for (const auto &[name, tensor] : saved) {
            if (std::none_of(own.begin(), own.end(),
                             [&](const NamedState &state) { return state.name == name; })) {
                return name;
            }
        }
        return {};
    }

    /// With a frozen backbone: its features of pictures that it has seen are kept.
    at::Tensor answer_of_head(const PixelBatch &batch) {
        Checksum checksum;
        checksum.add_all(batch.pixels);
        auto &features = seen_[checksum.hex()];
        if (!features.defined()) {
            features = backbone_.answer(batch).features.to(hardware_.device, at::kFloat);
            seen_bytes_ += features.nbytes();
        }
        const auto logits = trained_.evaluated().forward_head(features);
        if (seen_bytes_ > most_seen_bytes) {
            seen_.clear();
            seen_bytes_ = 0;
        }
        return logits;
    }

    NetworkOutput plain_answer(const PixelBatch &batch) {
        // An engine computes in float32, whatever the steps do, and so does what checks it.
        const auto type = hardware_.make_engine ? at::kFloat : hardware_.type;
        return trained_.evaluated().forward(
            normalise(batch, spec_.input).to(hardware_.device, type));
    }

    [[nodiscard]] CheckedEngine make_checked_engine() {
        CheckedEngine::Make make;
        if (hardware_.make_engine) {
            make = [this] {
                Model model;
                model.manifest.architecture = spec_.architecture;
                model.manifest.input = spec_.input;
                model.weights = trained_.weights();
                return hardware_.make_engine(model, trained_.learning().description());
            };
        }
        return {std::move(make), [this](const PixelBatch &batch) { return plain_answer(batch); },
                services_};
    }

    TrainingSpec spec_;
    DatasetView training_;
    TrainingHardware hardware_;
    HostServices services_;
    TrainedNetwork trained_;
    ParameterGroups groups_;
    Optimisers optimisers_;
    std::unique_ptr<BatchMaker> batches_;
    std::array<bool, parameter_group_count> moves_{}; ///< in the present step
    at::Tensor rates_;                                ///< one for each group, on the device
    at::Tensor outcome_;   ///< mean loss and right guesses of the last step, on the device
    CheckedEngine engine_; ///< with the weights of the present
    CheckedEngine
        backbone_; ///< for a frozen backbone's features: made once, since that never changes
    std::map<std::string, at::Tensor> seen_{}; ///< its features of evaluated batches
    std::size_t seen_bytes_ = 0;
};

Result<void> check_data(const TrainingSpec &spec, const Network &network,
                        const DatasetView &training) {
    const auto &input = spec.input;
    const auto size = static_cast<std::size_t>(input.width) *
                      static_cast<std::size_t>(input.height) * 3 * training.labels.size();
    if (training.labels.empty() || training.pixels.size() != size ||
        training.width != input.width || training.height != input.height ||
        std::min(input.width, input.height) < network.smallest_input ||
        (network.largest_input > 0 &&
         std::max(input.width, input.height) > network.largest_input)) {
        return Error{"wrong_input_size",
                     {fmt::format("{}×{}", input.width, input.height),
                      fmt::format("{} pictures of {}×{} in {} bytes", training.labels.size(),
                                  training.width, training.height, training.pixels.size())}};
    }
    for (const auto label : training.labels) {
        if (label < 0 || label >= spec.architecture.classes) {
            return Error{
                "compute_failed",
                {fmt::format("a picture of class {} of {}", label, spec.architecture.classes)}};
        }
    }
    return {};
}

} // namespace

Result<std::unique_ptr<TrainingSession>>
open_torch_training(const TrainingSpec &spec, const DatasetView &training,
                    TrainingHardware hardware, const HostServices &services) noexcept {
    return guarded([&]() -> Result<std::unique_ptr<TrainingSession>> {
        const auto network = describe(spec.architecture);
        if (!network) {
            return network.error();
        }
        if (auto checked = check_data(spec, *network, training); !checked) {
            return checked.error();
        }
        if (hardware.threads > 0) {
            use_threads(hardware.threads);
        }
        const auto start = starting_weights(spec, *network, training);
        if (!start) {
            return start.error();
        }
        const bool to_prove =
            hardware.device.is_cpu() && hardware.type != at::kFloat && !spec.freeze_backbone;
        const auto precision = precision_of(hardware.type);
        const double largest_difference = hardware.largest_gradient_difference;
        auto session = std::make_unique<TorchTrainingSession>(spec, *network, *start, training,
                                                              std::move(hardware), services);
        if (to_prove) {
            const double difference = session->gradient_difference();
            if (services.log) {
                services.log(HostServices::Level::debug,
                             fmt::format("the gradient in {} is {:.2g} from float32's",
                                         to_string(precision), difference));
            }
            if (difference > largest_difference) {
                return Error{
                    "precision_disagrees",
                    {std::string(to_string(precision)), fmt::format("{:.2g}", difference)}};
            }
        }
        return std::unique_ptr<TrainingSession>(std::move(session));
    });
}

} // namespace vitrine
