// Which libraries a shared object asks for, read from its file without loading it.
#pragma once

#include "core/support/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace vitrine {

/// The part of an ELF dynamic section that decides what is loaded with the object
/// (System V ABI, chapter 5, "Dynamic Section").
struct ElfNeeds {
    std::vector<std::string> needed;  ///< DT_NEEDED, in file order
    std::vector<std::string> rpath;   ///< DT_RPATH folders, $ORIGIN not expanded; empty if runpath
    std::vector<std::string> runpath; ///< DT_RUNPATH folders, $ORIGIN not expanded
};

/// Reads a few kilobytes; every offset is checked against the file. Errors: unreadable (path,
/// reason); not_ours (reason): not a shared object for this machine.
[[nodiscard]] Result<ElfNeeds> read_elf_needs(const std::filesystem::path &path);

} // namespace vitrine
