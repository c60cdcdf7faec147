// Numbers in memory with a shape, owned by nobody's library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vitrine {

enum class DataType { uint8, int32, int64, float16, bfloat16, float32, float64 };

[[nodiscard]] std::size_t size_of(DataType type) noexcept;

/// A dense, row-major tensor that owns its bytes (little endian).
struct Tensor {
    DataType type = DataType::float32;
    std::vector<std::int64_t> shape{};
    std::vector<std::byte> bytes{};

    [[nodiscard]] std::int64_t element_count() const noexcept; ///< 1 for a scalar (empty shape)
    bool operator==(const Tensor&) const = default;
};

/// Tensors by name, sorted by name.
using TensorMap = std::map<std::string, Tensor>;

/// float32 copy of any floating tensor (float16, bfloat16, float64 are converted, others as is).
[[nodiscard]] Tensor to_float32(const Tensor& tensor);

} // namespace vitrine
