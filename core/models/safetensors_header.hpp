// The JSON header of a safetensors file, checked.
#pragma once

#include "core/models/byte_source.hpp"
#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vitrine {

struct SafetensorsEntry {
    std::string name;
    DataType type = DataType::float32;
    std::vector<std::int64_t> shape{};
    std::uint64_t begin = 0; ///< in bytes, from the end of the header
    std::uint64_t end = 0;
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries{}; ///< in the order of their data
    std::map<std::string, std::string> metadata{};
    std::uint64_t data_offset = 0; ///< where the data begin in the file
};

/// Longer headers are refused. The format allows 100 MB; a network of a thousand tensors and as
/// many labels needs 0.2 MB, and what a hostile file can make us hold is four times this.
inline constexpr std::uint64_t largest_safetensors_header = 16U << 20U;
inline constexpr std::size_t most_safetensors_entries = 65'536;

/// Everything that a strict reader checks before it allocates tensors.
/// Errors: bad_safetensors (reason), or those of the source.
[[nodiscard]] Result<SafetensorsHeader> read_safetensors_header(const ByteSource &source);

/// The tensors' names, types and shapes, without their bytes.
[[nodiscard]] TensorMap outline_of(const SafetensorsHeader &header);

} // namespace vitrine
