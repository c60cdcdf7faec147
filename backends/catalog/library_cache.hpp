// The dynamic linker's list of installed libraries.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>

namespace vitrine {

/// Library names with the files that ldconfig found for them.
using LibraryCache = std::unordered_multimap<std::string, std::string>;

/// Understands glibc's format 1.1 (magic "glibc-ld.so.cache1.1", glibc/elf/cache.c); anything else
/// gives an empty list, and entries that point outside the bytes are left out.
[[nodiscard]] LibraryCache parse_library_cache(std::span<const char> bytes);
[[nodiscard]] LibraryCache
read_library_cache(const std::filesystem::path &path = "/etc/ld.so.cache");

} // namespace vitrine
