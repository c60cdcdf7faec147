#include "backends/torch/training/trained_network.hpp"

#include "backends/torch/tensors.hpp"

#include <ATen/ATen.h>

namespace vitrine {

namespace {

std::shared_ptr<PlainNetwork> make_network(const Network &network, const TensorMap &weights,
                                           at::Device device) {
    auto made = std::make_shared<PlainNetwork>(network, weights, at::kFloat);
    made->move_to(device);
    for (auto &parameter : made->parameters()) {
        if (parameter.dim() == 4) {
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
        }
    }
    return made;
}

std::vector<NamedState> floats_of(const PlainNetwork &network) {
    std::vector<NamedState> all;
    for (const auto &entry : network.named_parameters()) {
        all.push_back({entry.key(), entry.value()});
    }
    for (const auto &entry : network.named_buffers()) {
        all.push_back({entry.key(), entry.value()});
    }
    return all;
}

std::vector<at::Tensor> detached(const std::vector<NamedState> &named) {
    std::vector<at::Tensor> tensors;
    for (const auto &[name, tensor] : named) {
        tensors.push_back(tensor.detach());
    }
    return tensors;
}

} // namespace

TrainedNetwork::TrainedNetwork(const Network &network, const TensorMap &start,
                               std::optional<double> averaging_decay, at::Device device)
    : learning_(make_network(network, start, device)) {
    if (averaging_decay) {
        decay_ = *averaging_decay;
        average_ = make_network(network, start, device);
        average_->eval();
        learned_ = detached(floats_of(*learning_));
        averaged_ = detached(floats_of(*average_));
        averaged_steps_ = at::zeros({}, at::TensorOptions(at::kDouble).device(device));
    }
    for (const auto &[name, tensor] : start) {
        if (name.ends_with(".num_batches_tracked")) {
            counters_.push_back({name, to_aten(tensor).to(at::kLong)});
        }
    }
}

void TrainedNetwork::update_average() {
    if (average_) {
        // On the device, so that a recorded step counts on.
        averaged_steps_ += 1;
        const auto decay = ((1.0 + averaged_steps_) / (10.0 + averaged_steps_)).clamp_max(decay_);
        const auto share = (1.0 - decay).to(at::kFloat);
        for (std::size_t i = 0; i < averaged_.size(); ++i) {
            averaged_[i].lerp_(learned_[i], share);
        }
    }
}

void TrainedNetwork::count_batch() {
    for (auto &[name, counter] : counters_) {
        counter += 1;
    }
}

TensorMap TrainedNetwork::weights() const {
    TensorMap weights;
    for (const auto &[name, tensor] : floats_of(average_ ? *average_ : *learning_)) {
        weights[name] = from_aten(tensor);
    }
    for (const auto &[name, counter] : counters_) {
        weights[name] = from_aten(counter);
    }
    return weights;
}

std::vector<NamedState> TrainedNetwork::state() const {
    std::vector<NamedState> state;
    for (const auto &[name, tensor] : floats_of(*learning_)) {
        state.push_back({"weight." + name, tensor.detach()});
    }
    for (const auto &[name, counter] : counters_) {
        state.push_back({"weight." + name, counter});
    }
    if (average_) {
        for (const auto &[name, tensor] : floats_of(*average_)) {
            state.push_back({"average." + name, tensor.detach()});
        }
        state.push_back({"averaged_steps", averaged_steps_});
    }
    return state;
}

} // namespace vitrine
