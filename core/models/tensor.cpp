#include "core/models/tensor.hpp"

#include <bit>
#include <cstring>
#include <span>

namespace vitrine {

namespace {

template <typename T> T load(const std::byte *from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// IEEE 754 binary16 to binary32, exact.
float half_to_float(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1FU;
    std::uint32_t mantissa = half & 0x3FFU;
    if (exponent == 0x1F) { // infinity or not a number
        return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13));
    }
    if (exponent == 0) { // zero or subnormal: mantissa × 2⁻²⁴
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
        return sign != 0 ? -magnitude : magnitude;
    }
    return std::bit_cast<float>(sign | ((exponent + 112U) << 23) | (mantissa << 13));
}

float bfloat16_to_float(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

template <typename Raw, typename Convert>
std::vector<std::byte> convert_all(std::span<const std::byte> bytes, Convert convert) {
    const std::size_t count = bytes.size() / sizeof(Raw);
    std::vector<std::byte> converted(count * sizeof(float));
    for (std::size_t i = 0; i < count; ++i) {
        const float value = convert(load<Raw>(bytes.data() + i * sizeof(Raw)));
        std::memcpy(converted.data() + i * sizeof(float), &value, sizeof value);
    }
    return converted;
}

} // namespace

std::size_t size_of(DataType type) noexcept {
    switch (type) {
    case DataType::uint8:
        return 1;
    case DataType::float16:
    case DataType::bfloat16:
        return 2;
    case DataType::int32:
    case DataType::float32:
        return 4;
    case DataType::int64:
    case DataType::float64:
        return 8;
    }
    return 0;
}

std::string_view to_string(DataType type) noexcept {
    switch (type) {
    case DataType::uint8:
        return "uint8";
    case DataType::int32:
        return "int32";
    case DataType::int64:
        return "int64";
    case DataType::float16:
        return "float16";
    case DataType::bfloat16:
        return "bfloat16";
    case DataType::float32:
        return "float32";
    case DataType::float64:
        return "float64";
    }
    return "";
}

bool is_floating(DataType type) noexcept {
    return type == DataType::float16 || type == DataType::bfloat16 || type == DataType::float32 ||
           type == DataType::float64;
}

std::int64_t Tensor::element_count() const noexcept {
    std::int64_t count = 1;
    for (const std::int64_t side : shape) {
        count *= side;
    }
    return count;
}

std::optional<std::uint64_t> byte_count(DataType type, std::span<const std::int64_t> shape) {
    std::uint64_t count = size_of(type);
    bool overflow = false;
    bool empty = false;
    for (const std::int64_t side : shape) {
        if (side < 0) {
            return std::nullopt;
        }
        if (side == 0) {
            empty = true;
            continue; // the other sides must still be sane, so go on multiplying them
        }
        overflow |= __builtin_mul_overflow(count, static_cast<std::uint64_t>(side), &count);
    }
    if (overflow || count > static_cast<std::uint64_t>(INT64_MAX)) {
        return std::nullopt;
    }
    return empty ? 0 : count;
}

std::string shape_text(std::span<const std::int64_t> shape) {
    if (shape.empty()) {
        return "scalar";
    }
    std::string text;
    for (const std::int64_t side : shape) {
        text += text.empty() ? "" : "x";
        text += std::to_string(side);
    }
    return text;
}

Tensor to_float32(const Tensor &tensor) {
    Tensor converted{DataType::float32, tensor.shape, {}};
    switch (tensor.type) {
    case DataType::float16:
        converted.bytes = convert_all<std::uint16_t>(tensor.bytes, half_to_float);
        return converted;
    case DataType::bfloat16:
        converted.bytes = convert_all<std::uint16_t>(tensor.bytes, bfloat16_to_float);
        return converted;
    case DataType::float64:
        converted.bytes = convert_all<double>(
            tensor.bytes, [](double value) { return static_cast<float>(value); });
        return converted;
    default:
        return tensor;
    }
}

} // namespace vitrine
