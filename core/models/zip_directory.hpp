// Where the files of a zip archive lie. Only archives that store without compressing, as PyTorch
// writes them (PKWARE APPNOTE.TXT 6.3.10 is the specification).
#pragma once

#include "core/models/byte_source.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace vitrine {

struct ZipEntry {
    std::uint64_t offset = 0; ///< of the data, in the archive
    std::uint64_t size = 0;   ///< bytes
};

/// By name. Every entry lies within the archive and overlaps no other, so a small archive cannot
/// grow: what it unpacks to is never more than its own size.
/// Errors: bad_pth (reason), or those of the source.
[[nodiscard]] Result<std::map<std::string, ZipEntry>> read_zip_directory(const ByteSource &source);

} // namespace vitrine
