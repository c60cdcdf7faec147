// A state-dict file taken apart: its pickle, and where the numbers of its storages lie.
#pragma once

#include "core/models/byte_source.hpp"
#include "core/models/pickle.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <vector>

namespace vitrine {

struct PthParts {
    PickleDocument document;
    /// Where the bytes of document.storages[i] begin in the file. All of them are there.
    std::vector<std::uint64_t> storage_offsets{};
};

/// PyTorch's zip format (since 1.6): data.pkl, data/0, data/1 … under one folder.
/// Errors: pth_holds_code (module.name), bad_pth (reason), or those of the source.
[[nodiscard]] Result<PthParts> read_pth_zip(const ByteSource &source);

/// The format before: magic number, protocol 1001, system info, pickle, keys, storages in a row.
/// Errors: as above.
[[nodiscard]] Result<PthParts> read_pth_legacy(const ByteSource &source);

} // namespace vitrine
