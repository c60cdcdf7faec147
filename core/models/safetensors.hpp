// The safetensors format, read strictly (https://github.com/huggingface/safetensors, "Format").
#pragma once

#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>

namespace vitrine {

struct SafetensorsFile {
    TensorMap tensors;
    std::map<std::string, std::string> metadata;
};

struct SafetensorsHeader;
/// Looks at a checked header; an Error ends the reading before any tensor is allocated.
using AcceptHeader = std::function<Result<void>(const SafetensorsHeader &)>;

/// Checks header length, JSON, duplicate names, dtypes, shapes, ranges, overlaps and holes before
/// anything is allocated. Errors: bad_safetensors (reason), unreadable (path, reason), or what
/// `accept` gave.
[[nodiscard]] Result<SafetensorsFile> parse_safetensors(std::span<const std::byte> bytes);
[[nodiscard]] Result<SafetensorsFile> read_safetensors(const std::filesystem::path &path,
                                                       const AcceptHeader &accept = {});
/// The metadata alone: reads the header, not the tensors.
[[nodiscard]] Result<std::map<std::string, std::string>>
read_safetensors_metadata(const std::filesystem::path &path);
/// Written atomically (see atomic_file.hpp). Same content gives the same bytes.
[[nodiscard]] Result<void> write_safetensors(const std::filesystem::path &path,
                                             const SafetensorsFile &file);

} // namespace vitrine
