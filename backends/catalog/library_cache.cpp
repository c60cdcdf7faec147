#include "backends/catalog/library_cache.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine {
namespace {

constexpr std::string_view magic = "glibc-ld.so.cache1.1";

struct CacheHeader {
    char magic[20];
    std::uint32_t count;
    std::uint32_t strings_size;
    std::uint8_t flags;
    std::uint8_t padding[3];
    std::uint32_t extension_offset;
    std::uint32_t unused[3];
};
static_assert(sizeof(CacheHeader) == 48);

struct CacheEntry {
    std::int32_t flags;
    std::uint32_t name;
    std::uint32_t path;
    std::uint32_t os_version;
    std::uint64_t hardware;
};
static_assert(sizeof(CacheEntry) == 24);

std::optional<std::string> text_at(std::span<const char> bytes, std::uint32_t offset) {
    if (offset >= bytes.size()) {
        return std::nullopt;
    }
    const auto rest = bytes.subspan(offset);
    const void *end = std::memchr(rest.data(), 0, rest.size());
    if (end == nullptr) {
        return std::nullopt;
    }
    return std::string(rest.data(), static_cast<const char *>(end));
}

} // namespace

LibraryCache parse_library_cache(std::span<const char> bytes) {
    LibraryCache cache;
    // An older table may stand in front; offsets count from the newer one's magic.
    const std::size_t start = std::string_view(bytes.data(), bytes.size()).find(magic);
    if (start == std::string_view::npos || bytes.size() - start < sizeof(CacheHeader)) {
        return cache;
    }
    bytes = bytes.subspan(start);
    CacheHeader header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    for (std::uint32_t i = 0; i < header.count; ++i) {
        const std::size_t position = sizeof(CacheHeader) + std::size_t{i} * sizeof(CacheEntry);
        if (position + sizeof(CacheEntry) > bytes.size()) {
            break;
        }
        CacheEntry entry{};
        std::memcpy(&entry, bytes.data() + position, sizeof entry);
        auto name = text_at(bytes, entry.name);
        auto path = text_at(bytes, entry.path);
        if (name && path) {
            cache.emplace(std::move(*name), std::move(*path));
        }
    }
    return cache;
}

LibraryCache read_library_cache(const std::filesystem::path &path) {
    std::ifstream stream(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
    return parse_library_cache(bytes);
}

} // namespace vitrine
