// oneDNN's fused convolutions, as PyTorch's compiler uses them.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <optional>
#include <string_view>

namespace vitrine {

/// Attributes of one fused convolution in the operators' own words.
struct FusedActivation {
    std::string_view name; ///< "none", "relu", "hardtanh", "gelu"
    c10::List<std::optional<at::Scalar>> numbers;
    std::string_view algorithm;
};

/// Handles of the operators, found by name and checked against the signatures used here.
class OneDnnOperators {
  public:
    /// Throws c10::Error where one is absent or has another signature.
    OneDnnOperators();

    /// Weight in the layout that oneDNN wants for pictures of `input_size` (N, C, H, W).
    [[nodiscard]] at::Tensor reorder(const at::Tensor &weight, at::IntArrayRef padding,
                                     at::IntArrayRef stride, int groups,
                                     at::IntArrayRef input_size) const;
    [[nodiscard]] at::Tensor convolve(const at::Tensor &input, const at::Tensor &weight,
                                      const at::Tensor &bias, at::IntArrayRef padding,
                                      at::IntArrayRef stride, int groups,
                                      const FusedActivation &activation) const;
    /// activation(convolution + other), written over `other`.
    void convolve_onto(at::Tensor &other, const at::Tensor &input, const at::Tensor &weight,
                       const at::Tensor &bias, at::IntArrayRef padding, at::IntArrayRef stride,
                       int groups, const FusedActivation &activation) const;

  private:
    using Numbers = c10::List<std::optional<at::Scalar>>;
    using Reorder = at::Tensor(const at::Tensor &, at::IntArrayRef, at::IntArrayRef,
                               at::IntArrayRef, std::int64_t, at::OptionalIntArrayRef);
    using Convolve = at::Tensor(const at::Tensor &, const at::Tensor &,
                                const std::optional<at::Tensor> &, at::IntArrayRef, at::IntArrayRef,
                                at::IntArrayRef, std::int64_t, std::string_view, Numbers,
                                std::optional<std::string_view>);
    using ConvolveOnto = at::Tensor &(at::Tensor &, const at::Tensor &, const at::Tensor &,
                                      const std::optional<at::Tensor> &, at::IntArrayRef,
                                      at::IntArrayRef, at::IntArrayRef, std::int64_t,
                                      std::string_view, std::optional<at::Scalar>,
                                      std::optional<std::string_view>, Numbers,
                                      std::optional<std::string_view>);

    c10::TypedOperatorHandle<Reorder> reorder_;
    c10::TypedOperatorHandle<Convolve> convolve_;
    c10::TypedOperatorHandle<ConvolveOnto> convolve_onto_;
};

} // namespace vitrine
