#include "backends/torch/training/parameter_groups.hpp"

#include <map>

namespace vitrine {

namespace {

ParameterGroup group_of(const Layer &layer, bool is_weight) {
    if (!is_weight) {
        return layer.whitening ? ParameterGroup::whitening_bias : ParameterGroup::biases;
    }
    switch (layer.kind) {
    case LayerKind::batch_norm:
        return ParameterGroup::biases;
    case LayerKind::linear: // every network has one, at its end
        return ParameterGroup::head;
    default:
        return ParameterGroup::filters;
    }
}

} // namespace

ParameterGroups group_parameters(const PlainNetwork &network, bool head_only) {
    ParameterGroups groups;
    const auto parameters = network.named_parameters();
    for (const auto &layer : network.description().layers) {
        if (layer.name.empty() || (head_only && layer.kind != LayerKind::linear)) {
            continue;
        }
        for (const bool is_weight : {true, false}) {
            const auto name = layer.name + (is_weight ? ".weight" : ".bias");
            const auto *parameter = parameters.find(name);
            if (parameter != nullptr && parameter->requires_grad()) {
                groups.at(static_cast<std::size_t>(group_of(layer, is_weight)))
                    .push_back({name, *parameter});
            }
        }
    }
    return groups;
}

} // namespace vitrine
