#include "backends/torch/tensors.hpp"

#include <ATen/ATen.h>
#include <cstring>

namespace vitrine {

namespace {

at::ScalarType scalar_type(DataType type) {
    switch (type) {
    case DataType::uint8:
        return at::kByte;
    case DataType::int32:
        return at::kInt;
    case DataType::int64:
        return at::kLong;
    case DataType::float16:
        return at::kHalf;
    case DataType::bfloat16:
        return at::kBFloat16;
    case DataType::float32:
        return at::kFloat;
    case DataType::float64:
        return at::kDouble;
    }
    TORCH_CHECK(false, "unknown data type");
}

} // namespace

at::Tensor to_aten(const Tensor &tensor) {
    auto copy = at::empty(tensor.shape, at::TensorOptions().dtype(scalar_type(tensor.type)));
    TORCH_CHECK(copy.nbytes() == tensor.bytes.size(), "a tensor's bytes do not fit its shape");
    if (!tensor.bytes.empty()) {
        std::memcpy(copy.mutable_data_ptr(), tensor.bytes.data(), tensor.bytes.size());
    }
    return copy;
}

at::Tensor to_aten(const Tensor &tensor, at::ScalarType type) { return to_aten(tensor).to(type); }

} // namespace vitrine
