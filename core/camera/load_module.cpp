#include "core/camera/load_module.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <system_error>

namespace vitrine {

namespace {

std::filesystem::path place_of(const std::string &file_name) {
    std::error_code ignored;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char *beside : {"../lib", "../lib/vitrine"})
        if (auto file = folder / beside / file_name; std::filesystem::exists(file, ignored))
            return file.lexically_normal();
    return {};
}

} // namespace

Result<void *> load_module(const ModuleEntry &entry) {
    const std::string name = entry.file;
    const auto unusable = [&entry](const std::string &reason) {
        return Error{entry.error_code, {reason}};
    };
    const auto file = place_of(name);
    if (file.empty())
        return unusable(name + " is not there");
    // Local: what it brings, a BLAS among it, is nobody else's.
    void *const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        const char *reason = dlerror(); // NOLINT(concurrency-mt-unsafe): of this thread
        return unusable(reason == nullptr ? name : reason);
    }
    const auto version = reinterpret_cast<int (*)()>(dlsym(library, entry.version_name));
    void *const make = dlsym(library, entry.make_name);
    if (version == nullptr || make == nullptr || version() != entry.version)
        return unusable(name + " is of another version");
    return make;
}

} // namespace vitrine
