#include "backends/torch/training/optimiser.hpp"

#include <ATen/ATen.h>

namespace vitrine {

namespace {

std::vector<at::Tensor> tensors_of(const std::vector<NamedParameter> &parameters) {
    std::vector<at::Tensor> tensors;
    for (const auto &parameter : parameters) {
        tensors.push_back(parameter.tensor.detach());
    }
    return tensors;
}

std::vector<at::Tensor> zeros_like(const std::vector<at::Tensor> &tensors) {
    std::vector<at::Tensor> zeros;
    for (const auto &tensor : tensors) {
        zeros.push_back(at::zeros_like(tensor));
    }
    return zeros;
}

std::vector<at::Tensor> gradients_of(const std::vector<NamedParameter> &parameters) {
    std::vector<at::Tensor> gradients;
    for (const auto &parameter : parameters) {
        gradients.push_back(parameter.tensor.grad());
        TORCH_CHECK(gradients.back().defined(), parameter.name, " has no gradient");
        // The fused loops below go through memory and do not look at strides.
        if (gradients.back().strides() != parameter.tensor.strides()) {
            gradients.back() = at::empty_like(parameter.tensor).copy_(gradients.back());
        }
    }
    return gradients;
}

void append(std::vector<NamedState> &state, const std::string &what,
            const std::vector<NamedParameter> &parameters, const std::vector<at::Tensor> &tensors) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        state.push_back({what + "." + parameters[i].name, tensors[i]});
    }
}

class Sgd final : public GroupOptimiser {
  public:
    Sgd(std::vector<NamedParameter> parameters, const OptimiserSpec &spec, double weight_decay)
        : parameters_(std::move(parameters)), weights_(tensors_of(parameters_)),
          momentum_(zeros_like(weights_)), factor_(spec.momentum), nesterov_(spec.nesterov),
          weight_decay_(weight_decay) {}

    void step(const at::Tensor &rate) override {
        // From a buffer of zeros the first step is PyTorch's, too.
        at::_fused_sgd_(weights_, gradients_of(parameters_), momentum_, weight_decay_, factor_,
                        rate, /*dampening=*/0.0, nesterov_, /*maximize=*/false,
                        /*is_first_step=*/false);
    }
    [[nodiscard]] std::vector<NamedState> state() const override {
        std::vector<NamedState> state;
        append(state, "momentum", parameters_, momentum_);
        return state;
    }

  private:
    std::vector<NamedParameter> parameters_;
    std::vector<at::Tensor> weights_, momentum_;
    double factor_;
    bool nesterov_;
    double weight_decay_;
};

class AdamW final : public GroupOptimiser {
  public:
    AdamW(std::vector<NamedParameter> parameters, const OptimiserSpec &spec, double weight_decay)
        : parameters_(std::move(parameters)), weights_(tensors_of(parameters_)),
          mean_(zeros_like(weights_)), square_(zeros_like(weights_)), spec_(spec),
          weight_decay_(weight_decay) {
        for (const auto &weight : weights_) {
            steps_.push_back(at::zeros({}, weight.options().dtype(at::kFloat)));
        }
    }

    void step(const at::Tensor &rate) override {
        at::_foreach_add_(steps_, 1.0);
        at::_fused_adamw_(weights_, gradients_of(parameters_), mean_, square_, {}, steps_, rate,
                          spec_.beta1, spec_.beta2, weight_decay_, spec_.epsilon,
                          /*amsgrad=*/false, /*maximize=*/false);
    }
    [[nodiscard]] std::vector<NamedState> state() const override {
        std::vector<NamedState> state;
        append(state, "mean", parameters_, mean_);
        append(state, "square", parameters_, square_);
        append(state, "steps", parameters_, steps_);
        return state;
    }

  private:
    std::vector<NamedParameter> parameters_;
    std::vector<at::Tensor> weights_, mean_, square_, steps_;
    OptimiserSpec spec_;
    double weight_decay_;
};

class Muon final : public GroupOptimiser {
  public:
    Muon(std::vector<NamedParameter> parameters, const OptimiserSpec &spec)
        : parameters_(std::move(parameters)), weights_(tensors_of(parameters_)),
          momentum_(zeros_like(weights_)), factor_(spec.muon_momentum),
          steps_(spec.newton_schulz_steps) {}

    void step(const at::Tensor &rate) override {
        const auto gradients = gradients_of(parameters_);
        at::_foreach_mul_(momentum_, factor_);
        at::_foreach_add_(momentum_, gradients);
        const auto directions = at::_foreach_add(gradients, momentum_, factor_);
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            auto &weight = weights_[i];
            weight.mul_(std::sqrt(static_cast<double>(weight.size(0))) / weight.norm());
            weight.sub_(step_of(directions[i]) * rate);
        }
    }
    [[nodiscard]] std::vector<NamedState> state() const override {
        std::vector<NamedState> state;
        append(state, "momentum", parameters_, momentum_);
        return state;
    }

  private:
    [[nodiscard]] at::Tensor step_of(const at::Tensor &direction) const {
        if (direction.dim() != 4) {
            return orthogonalised(direction.flatten(1), steps_).view_as(direction);
        }
        // The order of a row's entries does not matter, so channels-last memory is taken as it is.
        const auto last = direction.permute({0, 2, 3, 1});
        return orthogonalised(last.flatten(1), steps_).view(last.sizes()).permute({0, 3, 1, 2});
    }

    std::vector<NamedParameter> parameters_;
    std::vector<at::Tensor> weights_, momentum_;
    double factor_;
    int steps_;
};

} // namespace

at::Tensor orthogonalised(const at::Tensor &matrix, int steps) {
    constexpr double a = 3.4445;
    constexpr double b = -4.7750;
    constexpr double c = 2.0315;
    constexpr double no_division_by_zero = 1e-7;
    const bool tall = matrix.size(0) > matrix.size(1);
    auto x = tall ? matrix.t() : matrix;
    // Tensor cores are made for this; the method forgives bfloat16 (K. Jordan et al., 2024).
    if (matrix.is_cuda()) {
        x = x.to(at::kBFloat16);
    }
    x = x / (x.norm() + no_division_by_zero);
    for (int step = 0; step < steps; ++step) {
        const auto gram = x.mm(x.t());
        x = at::addmm(x, at::addmm(gram, gram, gram, b, c), x, a);
    }
    return (tall ? x.t() : x).to(matrix.scalar_type()).contiguous();
}

std::unique_ptr<GroupOptimiser> make_sgd(std::vector<NamedParameter> parameters,
                                         const OptimiserSpec &spec, double weight_decay) {
    return std::make_unique<Sgd>(std::move(parameters), spec, weight_decay);
}

std::unique_ptr<GroupOptimiser> make_adamw(std::vector<NamedParameter> parameters,
                                           const OptimiserSpec &spec, double weight_decay) {
    return std::make_unique<AdamW>(std::move(parameters), spec, weight_decay);
}

std::unique_ptr<GroupOptimiser> make_muon(std::vector<NamedParameter> parameters,
                                          const OptimiserSpec &spec) {
    return std::make_unique<Muon>(std::move(parameters), spec);
}

Optimisers make_optimisers(const ParameterGroups &groups, const OptimiserSpec &spec) {
    Optimisers optimisers;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i].empty()) {
            continue;
        }
        const bool filters = i == static_cast<std::size_t>(ParameterGroup::filters);
        if (spec.kind == OptimiserSpec::Kind::adamw) {
            optimisers[i] = make_adamw(groups[i], spec, spec.weight_decay[i]);
        } else if (spec.kind == OptimiserSpec::Kind::muon && filters) {
            optimisers[i] = make_muon(groups[i], spec);
        } else {
            optimisers[i] = make_sgd(groups[i], spec, spec.weight_decay[i]);
        }
    }
    return optimisers;
}

} // namespace vitrine
