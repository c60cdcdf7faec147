#include "backends/torch/cuda_preload.hpp"

#include <c10/core/Allocator.h>
#include <dlfcn.h>
#include <filesystem>

namespace vitrine {

namespace {

/// The folder from which libc10 was loaded, whatever put it there.
std::filesystem::path libtorch_folder() {
    Dl_info info{};
    const auto *symbol = reinterpret_cast<const void *>(&c10::GetAllocator);
    if (dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) {
        return {};
    }
    return std::filesystem::path(info.dli_fname).parent_path();
}

CudaPreload try_loading() {
    const auto folder = libtorch_folder();
    for (const std::string name : {"libcuda.so.1", "libtorch_cuda.so"}) {
        std::filesystem::path path = name;
        if (name != "libcuda.so.1" && !folder.empty()) {
            path = folder / name;
        }
        // Never closed: LibTorch does not survive being unloaded.
        if (dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) {
            const std::string reason = dlerror();
            const auto culprit = std::filesystem::path(reason.substr(0, reason.find(':')));
            return {false, culprit.filename().string(), reason};
        }
    }
    return {true};
}

} // namespace

const CudaPreload &preload_cuda() {
    static const CudaPreload result = try_loading();
    return result;
}

} // namespace vitrine
