// ATen asks for its CUDA hooks once in the life of a process, at the first call of nearly anything.
// Whoever is first must have loaded libtorch_cuda by then, or CUDA stays away for good: so the CPU
// plugin, too, loads it where a driver and all libraries are there.
#pragma once

#include <string>

namespace vitrine {

struct CudaPreload {
    bool loaded = false;
    std::string missing{}; ///< the library that was not found; empty when loaded
    std::string reason{};  ///< what the dynamic linker said
};

/// Tries the driver, then libtorch_cuda.so beside the libc10.so in use. Calls nothing of ATen.
/// The first call decides; later ones return the same. From any thread.
const CudaPreload &preload_cuda();

} // namespace vitrine
