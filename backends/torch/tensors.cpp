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

DataType data_type(at::ScalarType type) {
    for (const auto known : {DataType::uint8, DataType::int32, DataType::int64, DataType::float16,
                             DataType::bfloat16, DataType::float32, DataType::float64}) {
        if (scalar_type(known) == type) {
            return known;
        }
    }
    TORCH_CHECK(false, "a tensor of a type that files do not hold");
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

Tensor from_aten(const at::Tensor &tensor) {
    const auto dense = tensor.detach().to(at::kCPU).contiguous();
    Tensor copy{data_type(dense.scalar_type()), dense.sizes().vec(), {}};
    copy.bytes.resize(dense.nbytes());
    if (!copy.bytes.empty()) {
        std::memcpy(copy.bytes.data(), dense.const_data_ptr(), copy.bytes.size());
    }
    return copy;
}

} // namespace vitrine
