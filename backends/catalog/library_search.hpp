// Foresees what the dynamic linker would find, so that a plugin whose libraries are missing is
// explained instead of tried. Loads nothing: to ask dlopen() for libtorch would map it all.
#pragma once

#include "backends/catalog/library_cache.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vitrine {

/// The libraries that come with a plugin, all levels down: name → file, or why there is none:
/// missing_library (name), damaged_library (path, reason).
using LibraryClosure = std::map<std::string, Result<std::filesystem::path>>;

/// Searches as ld.so(8) does: DT_RPATH of the asking object and of those that brought it,
/// LD_LIBRARY_PATH, DT_RUNPATH of the asking object, the cache, the system's folders. What is
/// already in the process counts as found. Candidates for another machine and damaged ones are
/// passed over, and named where no other is found.
class LibrarySearch {
  public:
    /// Reads the environment and the cache once.
    LibrarySearch();

    /// Errors: as read_elf_needs(), for the plugin itself.
    [[nodiscard]] Result<LibraryClosure> closure_of(const std::filesystem::path &plugin) const;

    /// A library that the plugin opens by itself (a driver). Errors: as in LibraryClosure.
    [[nodiscard]] Result<std::filesystem::path> find(const std::string &name,
                                                     const std::filesystem::path &plugin) const;

  private:
    struct Asker;
    [[nodiscard]] std::vector<std::filesystem::path> candidates(const std::string &name,
                                                                const Asker &asker) const;
    [[nodiscard]] Result<std::filesystem::path> find(const std::string &name,
                                                     const Asker &asker) const;

    LibraryCache cache_;
    std::vector<std::string> environment_folders_;
};

} // namespace vitrine
