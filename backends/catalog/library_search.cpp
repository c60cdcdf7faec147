#include "backends/catalog/library_search.hpp"

#include "backends/catalog/elf_needs.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <dlfcn.h>
#include <sstream>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr const char *multiarch = "x86_64-linux-gnu";
#else
constexpr const char *multiarch = "aarch64-linux-gnu";
#endif

std::string expand_origin(std::string folder, const fs::path &object) {
    const std::string origin = object.parent_path().string();
    for (const std::string token : {"${ORIGIN}", "$ORIGIN"}) {
        for (auto at = folder.find(token); at != std::string::npos;
             at = folder.find(token, at + origin.size())) {
            folder.replace(at, token.size(), origin);
        }
    }
    return folder;
}

bool is_in_process(const std::string &name) {
    void *handle = dlopen(name.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (handle == nullptr) {
        return false;
    }
    dlclose(handle);
    return true;
}

std::vector<std::string> system_folders() {
    const std::string tail = std::string("/") + multiarch;
    return {"/lib" + tail, "/usr/lib" + tail, "/lib64", "/usr/lib64", "/lib", "/usr/lib"};
}

} // namespace

/// An object with what it asks for, and the DT_RPATH folders that it inherits.
struct LibrarySearch::Asker {
    fs::path file;
    ElfNeeds needs;
    std::vector<std::string> rpath; ///< its own, then its bringers', expanded

    [[nodiscard]] static Asker of(const fs::path &file, ElfNeeds needs,
                                  const std::vector<std::string> &inherited) {
        Asker asker{file, std::move(needs), {}};
        for (const std::string &folder : asker.needs.rpath) {
            asker.rpath.push_back(expand_origin(folder, file));
        }
        asker.rpath.insert(asker.rpath.end(), inherited.begin(), inherited.end());
        return asker;
    }
};

LibrarySearch::LibrarySearch() : cache_(read_library_cache()) {
    if (const char *folders = std::getenv("LD_LIBRARY_PATH")) {
        std::istringstream stream(folders);
        for (std::string folder; std::getline(stream, folder, ':');) {
            environment_folders_.push_back(folder.empty() ? "." : folder);
        }
    }
}

/// In the order of ld.so(8).
std::vector<fs::path> LibrarySearch::candidates(const std::string &name, const Asker &asker) const {
    if (name.find('/') != std::string::npos) {
        return {name};
    }
    std::vector<fs::path> files;
    const auto add = [&](const std::string &folder) { files.push_back(fs::path(folder) / name); };
    if (asker.needs.runpath.empty()) {
        std::ranges::for_each(asker.rpath, add);
    }
    std::ranges::for_each(environment_folders_, add);
    for (const std::string &folder : asker.needs.runpath) {
        add(expand_origin(folder, asker.file));
    }
    const auto [first, last] = cache_.equal_range(name);
    for (auto entry = first; entry != last; ++entry) {
        files.emplace_back(entry->second);
    }
    std::ranges::for_each(system_folders(), add);
    return files;
}

Result<fs::path> LibrarySearch::find(const std::string &name, const Asker &asker) const {
    Error fault{"missing_library", {name}};
    for (const fs::path &file : candidates(name, asker)) {
        const Result<ElfNeeds> needs = read_elf_needs(file);
        if (needs) {
            return file;
        }
        std::error_code not_there;
        if (fault.code == "missing_library" && fs::exists(file, not_there)) {
            fault = Error{"damaged_library", {file.string(), needs.error().arguments.back()}};
        }
    }
    return fault;
}

Result<LibraryClosure> LibrarySearch::closure_of(const fs::path &plugin) const {
    Result<ElfNeeds> own = read_elf_needs(plugin);
    if (!own) {
        return own.error();
    }
    LibraryClosure closure;
    std::deque<Asker> open{Asker::of(plugin, std::move(*own), {})};
    while (!open.empty()) {
        const Asker asker = std::move(open.front());
        open.pop_front();
        for (const std::string &name : asker.needs.needed) {
            if (closure.contains(name)) {
                continue;
            }
            if (is_in_process(name)) {
                closure.emplace(name, fs::path(name)); // its own libraries are in the process too
                continue;
            }
            const Result<fs::path> file = find(name, asker);
            closure.emplace(name, file);
            if (!file) {
                continue;
            }
            Result<ElfNeeds> needs = read_elf_needs(*file);
            if (needs) {
                open.push_back(Asker::of(*file, std::move(*needs), asker.rpath));
            }
        }
    }
    return closure;
}

Result<fs::path> LibrarySearch::find(const std::string &name, const fs::path &plugin) const {
    if (is_in_process(name)) {
        return fs::path(name);
    }
    Result<ElfNeeds> needs = read_elf_needs(plugin);
    if (!needs) {
        return needs.error();
    }
    return find(name, Asker::of(plugin, std::move(*needs), {}));
}

} // namespace vitrine
