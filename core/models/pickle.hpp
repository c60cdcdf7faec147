// A pickle machine small enough to be harmless: it builds plain values and PyTorch tensors, and
// calls nothing. The opcodes are those of protocols 2 to 5 that a state dict needs (Python's
// pickletools.py is the specification).
#pragma once

#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// Index into PickleDocument::nodes. Indices instead of pointers: a value may hold itself, or be
/// nested without end, and neither may leak or recurse when it is destroyed.
using PickleRef = std::uint32_t;

enum class PickleKind {
    none,
    boolean,
    integer,
    real,
    text,       ///< str or bytes
    tuple,      ///< items
    list,       ///< items
    dictionary, ///< items: key, value, key, value …; also an OrderedDict
    global,     ///< text: "module.name", one of those allowed
    storage,    ///< index into storages
    tensor,     ///< index into tensors
};

struct PickleNode {
    PickleKind kind = PickleKind::none;
    std::int64_t integer = 0; ///< boolean, integer; index of a storage or tensor
    double real = 0;
    std::string text{};
    std::vector<PickleRef> items{};
};

/// Numbers in a row that tensors are views of; its bytes lie outside the pickle.
struct PickleStorage {
    std::string key;
    DataType type = DataType::uint8;
    std::uint64_t count = 0; ///< elements
};

struct PickleTensor {
    std::uint32_t storage = 0; ///< index into storages
    std::uint64_t offset = 0;  ///< elements
    std::vector<std::int64_t> shape{};
    std::vector<std::int64_t> strides{}; ///< elements, not negative
};

struct PickleDocument {
    std::vector<PickleNode> nodes{};
    std::vector<PickleStorage> storages{};
    std::vector<PickleTensor> tensors{};
    PickleRef root = 0;
    std::size_t length = 0; ///< bytes read, up to and with STOP
};

/// A pickle that wants more is refused: a ResNet-152 with its optimizer's state needs a tenth.
inline constexpr std::size_t most_pickle_nodes = 250'000;
inline constexpr std::size_t most_pickle_tensors = 20'000; ///< also of storages
inline constexpr std::size_t longest_pickle = 16U << 20U;  ///< bytes

/// Reads one pickle from the beginning of `bytes`.
/// Errors: pth_holds_code (module.name): it names something that is not on the list of what a state
/// dict is made of; bad_pth (reason).
[[nodiscard]] Result<PickleDocument> read_pickle(std::span<const std::byte> bytes);

} // namespace vitrine
