// Between core's tensors and LibTorch's.
#pragma once

#include "core/models/tensor.hpp"

#include <ATen/core/Tensor.h>

namespace vitrine {

/// A copy in memory that LibTorch allocated, hence aligned as its kernels want: results of some
/// kernels depend on the alignment, so foreign memory is never wrapped. Throws c10::Error when the
/// byte count does not fit the shape.
[[nodiscard]] at::Tensor to_aten(const Tensor &tensor);
/// The same, converted to a floating type.
[[nodiscard]] at::Tensor to_aten(const Tensor &tensor, at::ScalarType type);
/// A dense copy in the computer's own memory. Throws c10::Error for types that files do not hold.
[[nodiscard]] Tensor from_aten(const at::Tensor &tensor);

} // namespace vitrine
