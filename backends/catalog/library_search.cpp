#include "backends/catalog/library_search.hpp"

#include "backends/catalog/elf_needs.hpp"

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

bool is_usable(const fs::path &file) { return read_elf_needs(file).ok(); }

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

std::optional<fs::path> LibrarySearch::find(const std::string &name, const Asker &asker) const {
    if (name.find('/') != std::string::npos) {
        return is_usable(name) ? std::optional<fs::path>(name) : std::nullopt;
    }
    std::vector<std::string> folders;
    if (asker.needs.runpath.empty()) {
        folders = asker.rpath;
    }
    folders.insert(folders.end(), environment_folders_.begin(), environment_folders_.end());
    for (const std::string &folder : asker.needs.runpath) {
        folders.push_back(expand_origin(folder, asker.file));
    }
    for (const std::string &folder : folders) {
        if (is_usable(fs::path(folder) / name)) {
            return fs::path(folder) / name;
        }
    }
    const auto [first, last] = cache_.equal_range(name);
    for (auto entry = first; entry != last; ++entry) {
        if (is_usable(entry->second)) {
            return entry->second;
        }
    }
    for (const std::string &folder : system_folders()) {
        if (is_usable(fs::path(folder) / name)) {
            return fs::path(folder) / name;
        }
    }
    return std::nullopt;
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
                closure[name] = fs::path(name); // its own libraries are in the process too
                continue;
            }
            auto file = find(name, asker);
            closure[name] = file;
            Result<ElfNeeds> needs = file ? read_elf_needs(*file) : Result<ElfNeeds>(ElfNeeds{});
            if (needs) {
                open.push_back(Asker::of(file.value_or(name), std::move(*needs), asker.rpath));
            }
        }
    }
    return closure;
}

bool LibrarySearch::finds(const std::string &name, const fs::path &plugin) const {
    if (is_in_process(name)) {
        return true;
    }
    Result<ElfNeeds> needs = read_elf_needs(plugin);
    return needs && find(name, Asker::of(plugin, std::move(*needs), {})).has_value();
}

} // namespace vitrine
