// Numbers in memory with a shape, owned by nobody's library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

enum class DataType { uint8, int32, int64, float16, bfloat16, float32, float64 };

[[nodiscard]] std::size_t size_of(DataType type) noexcept;        ///< bytes an element
[[nodiscard]] std::string_view to_string(DataType type) noexcept; ///< "float32", "int64" …
[[nodiscard]] bool is_floating(DataType type) noexcept;

/// Bytes of a dense tensor; nothing where a side is negative or the product overflows int64.
[[nodiscard]] std::optional<std::uint64_t> byte_count(DataType type,
                                                      std::span<const std::int64_t> shape);
/// "64x3x7x7", or "scalar" for an empty shape.
[[nodiscard]] std::string shape_text(std::span<const std::int64_t> shape);

/// A dense, row-major tensor that owns its bytes (little endian).
struct Tensor {
    DataType type = DataType::float32;
    std::vector<std::int64_t> shape{};
    std::vector<std::byte> bytes{};

    [[nodiscard]] std::int64_t element_count() const noexcept; ///< 1 for a scalar (empty shape)
    bool operator==(const Tensor &) const = default;
};

/// Tensors by name, sorted by name.
using TensorMap = std::map<std::string, Tensor>;

/// float32 copy of any floating tensor (float16, bfloat16, float64 are converted, others as is).
[[nodiscard]] Tensor to_float32(const Tensor &tensor);

} // namespace vitrine
