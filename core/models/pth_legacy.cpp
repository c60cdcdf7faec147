#include "core/models/pth_storages.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace vitrine {

namespace {

Error bad(std::string reason) { return {"bad_pth", {std::move(reason)}}; }

/// 0x1950a86a20f9469cfc6c as pickle writes it: LONG1, ten bytes, STOP.
constexpr std::array<unsigned char, 13> magic{0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9,
                                              0x20, 0x6A, 0xA8, 0x50, 0x19, '.'};
constexpr std::size_t protocol_prefix = 2; ///< PROTO and its number
constexpr std::int64_t legacy_version = 1001;

bool begins_with_magic(std::span<const std::byte> bytes) {
    return bytes.size() >= protocol_prefix + magic.size() && bytes[0] == std::byte{0x80} &&
           std::ranges::equal(bytes.subspan(protocol_prefix, magic.size()), magic, {},
                              [](std::byte byte) { return static_cast<unsigned char>(byte); });
}

/// Reads pickles one behind the other.
class PickleSequence {
  public:
    PickleSequence(std::span<const std::byte> bytes, std::size_t at) : bytes_(bytes), at_(at) {}
    [[nodiscard]] std::size_t position() const { return at_; }
    Result<PickleDocument> next() {
        auto document = read_pickle(bytes_.subspan(at_));
        if (document) {
            at_ += document->length;
        }
        return document;
    }

  private:
    std::span<const std::byte> bytes_;
    std::size_t at_;
};

Result<void> check_system(const PickleDocument &system) {
    const PickleNode &root = system.nodes[system.root];
    for (std::size_t i = 0; root.kind == PickleKind::dictionary && i + 1 < root.items.size();
         i += 2) {
        const PickleNode &value = system.nodes[root.items[i + 1]];
        if (system.nodes[root.items[i]].text == "little_endian" &&
            value.kind == PickleKind::boolean && value.integer == 0) {
            return bad("the numbers are not little-endian");
        }
    }
    return {};
}

/// Storages follow in the order of `keys`, each behind its own count of elements.
Result<void> locate_storages(const ByteSource &source, const PickleDocument &keys,
                             std::uint64_t offset, PthParts &parts) {
    std::map<std::string, std::vector<std::size_t>> wanted; // one storage may be named many times
    for (std::size_t i = 0; i < parts.document.storages.size(); ++i) {
        wanted[parts.document.storages[i].key].push_back(i);
    }
    parts.storage_offsets.assign(parts.document.storages.size(), 0);
    for (const PickleRef ref : keys.nodes[keys.root].items) {
        const auto found = wanted.find(keys.nodes[ref].text);
        if (found == wanted.end()) {
            return bad("a storage is listed that no tensor uses, or twice");
        }
        std::array<std::byte, 8> count_bytes{};
        if (offset > source.size() || count_bytes.size() > source.size() - offset) {
            return bad("the file is cut off");
        }
        if (auto read = source.read(offset, count_bytes); !read) {
            return read.error();
        }
        offset += count_bytes.size();
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < count_bytes.size(); ++i) {
            count |= static_cast<std::uint64_t>(count_bytes[i]) << (8 * i);
        }
        const DataType type = parts.document.storages[found->second.front()].type;
        for (const std::size_t index : found->second) {
            const PickleStorage &storage = parts.document.storages[index];
            if (storage.count != count || storage.type != type) {
                return bad("storage " + storage.key + " does not have the size that is claimed");
            }
            parts.storage_offsets[index] = offset;
        }
        if (count > (source.size() - offset) / size_of(type)) {
            return bad("the file is cut off");
        }
        offset += count * size_of(type);
        wanted.erase(found);
    }
    if (!wanted.empty()) {
        return bad("storage " + wanted.begin()->first + " is missing");
    }
    return {};
}

} // namespace

Result<PthParts> read_pth_legacy(const ByteSource &source) {
    // The pickles have no length of their own: take as much of the beginning as they may have.
    std::vector<std::byte> bytes(std::min<std::uint64_t>(source.size(), longest_pickle));
    if (auto read = source.read(0, bytes); !read) {
        return read.error();
    }
    if (!begins_with_magic(bytes)) {
        const auto document = read_pickle(bytes); // to say so if it is code, not a state dict
        const bool code = !document && document.error().code == "pth_holds_code";
        return code ? document.error() : bad("this is not a file of PyTorch");
    }
    PickleSequence pickles(bytes, protocol_prefix + magic.size());
    const auto version = pickles.next();
    if (!version) {
        return version.error();
    }
    if (version->nodes[version->root].integer != legacy_version) {
        return bad("the version of the format is not 1001");
    }
    const auto system = pickles.next();
    if (!system) {
        return system.error();
    }
    if (auto checked = check_system(*system); !checked) {
        return checked.error();
    }
    auto document = pickles.next();
    if (!document) {
        return document.error();
    }
    PthParts parts{std::move(*document), {}};
    const auto keys = pickles.next();
    if (!keys) {
        return keys.error();
    }
    if (auto located = locate_storages(source, *keys, pickles.position(), parts); !located) {
        return located.error();
    }
    return parts;
}

} // namespace vitrine
