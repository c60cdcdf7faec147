#include "backends/cpu/onednn_operators.hpp"

namespace vitrine {

namespace {

template <typename Signature>
c10::TypedOperatorHandle<Signature> find_operator(const char *name, const char *overload) {
    const auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found.has_value(), "this LibTorch has no operator ", name);
    return found->typed<Signature>();
}

constexpr std::array<std::int64_t, 2> no_dilation{1, 1};

} // namespace

OneDnnOperators::OneDnnOperators()
    : reorder_(find_operator<Reorder>("mkldnn::_reorder_convolution_weight", "")),
      convolve_(find_operator<Convolve>("mkldnn::_convolution_pointwise", "")),
      convolve_onto_(find_operator<ConvolveOnto>("mkldnn::_convolution_pointwise_", "binary")) {}

at::Tensor OneDnnOperators::reorder(const at::Tensor &weight, at::IntArrayRef padding,
                                    at::IntArrayRef stride, int groups,
                                    at::IntArrayRef input_size) const {
    return reorder_.call(weight, padding, stride, no_dilation, groups, input_size);
}

at::Tensor OneDnnOperators::convolve(const at::Tensor &input, const at::Tensor &weight,
                                     const at::Tensor &bias, at::IntArrayRef padding,
                                     at::IntArrayRef stride, int groups,
                                     const FusedActivation &activation) const {
    return convolve_.call(input, weight, bias, padding, stride, no_dilation, groups,
                          activation.name, activation.numbers, activation.algorithm);
}

void OneDnnOperators::convolve_onto(at::Tensor &other, const at::Tensor &input,
                                    const at::Tensor &weight, const at::Tensor &bias,
                                    at::IntArrayRef padding, at::IntArrayRef stride, int groups,
                                    const FusedActivation &activation) const {
    std::optional<std::string_view> name;
    if (activation.name != "none") {
        name = activation.name;
    }
    convolve_onto_.call(other, input, weight, bias, padding, stride, no_dilation, groups, "add",
                        at::Scalar(1.0), name, activation.numbers, activation.algorithm);
}

} // namespace vitrine
